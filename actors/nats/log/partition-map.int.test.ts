import { afterAll, describe, expect, test } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { connectNats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { ensurePartitionMap, readPartitionMap, writePartitionMap } from "./partition-map.ts";

const { natsUrl } = await servers();
const nats = await connectNats({ servers: natsUrl, name: "partition map" });
afterAll(() => nats.close());

describe("the partition map", () => {
  test("is not there before set-up", async () => {
    expect(await readPartitionMap(nats, freshPrefix())).toBeUndefined();
  });

  test("keeps the number the log was made with, whatever a later set-up is told", async () => {
    const prefix = freshPrefix();
    expect(await ensurePartitionMap(nats, prefix, 4, 1)).toEqual({ streams: 4 });
    expect(await ensurePartitionMap(nats, prefix, 1, 1)).toEqual({ streams: 4 });
    expect(await readPartitionMap(nats, prefix)).toEqual({ streams: 4 });
  });

  test("is one for all set-ups that run at once", async () => {
    const prefix = freshPrefix();
    const maps = await Promise.all([1, 2, 4, 8].map((streams) => ensurePartitionMap(nats, prefix, streams, 1)));
    expect(new Set(maps.map(({ streams }) => streams)).size).toBe(1);
  });

  test("of a log that is older than the map tells the streams there are", async () => {
    const prefix = freshPrefix();
    await ensureStreams(nats, names(prefix, 2), 1);
    expect(await ensurePartitionMap(nats, prefix, 4, 1)).toEqual({ streams: 2 });
  });

  test("says while partitions are being moved", async () => {
    const prefix = freshPrefix();
    await ensurePartitionMap(nats, prefix, 1, 1);
    await writePartitionMap(nats, prefix, { streams: 1, becoming: 4 });
    expect(await readPartitionMap(nats, prefix)).toEqual({ streams: 1, becoming: 4 });
  });
});

import { afterAll, expect, test } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { commitOf, mayCreateInTests } from "../testing/log-conformance.ts";
import { connectNats } from "./connection.ts";
import { natsEventLog } from "./event-log.ts";
import { natsLogReader } from "./log-reader.ts";
import { ensureStreams } from "./topology.ts";

const { natsUrl } = await servers();
const nats = await connectNats({ servers: natsUrl, name: "log-reader" });
const leaving = new AbortController();
afterAll(async () => {
  leaving.abort();
  await nats.close();
});

test("the last commits of a burst are handed on though nothing follows them", async () => {
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  const log = natsEventLog(nats, layout, mayCreateInTests);
  const reader = natsLogReader(nats, layout);
  let seen = 0;
  const follow = async () => {
    for await (const batch of reader.read(0, 0, leaving.signal)) seen = batch.at(-1)?.seq ?? seen;
  };
  void follow();
  // Long enough for the client to ask the server for more several times, each time at another place of a burst.
  for (let burst = 1; burst <= 120; burst++) {
    const size = 20;
    await Promise.all(
      Array.from({ length: size }, (_, n) => log.append(`tst_burst-${burst}-${n}`, commitOf(1, 0, `c-${burst}-${n}`))),
    );
    await eventually(() => seen === burst * size, { deadlineMs: 1_000, everyMs: 1, what: `burst ${burst} was read` });
  }
  expect(seen).toBe(2_400);
}, 30_000);

import { afterAll, beforeAll, expect, test } from "bun:test";
import { StorageType } from "@nats-io/jetstream";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNatsCluster, type TestCluster } from "#dev/testing/nats-cluster.ts";
import { connectNats, type Nats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { whenSettled } from "./settled.ts";

const noPeers = 10005;
let cluster: TestCluster;
let nats: Nats;
beforeAll(async () => {
  cluster = await startNatsCluster();
}, 60_000);
afterAll(async () => {
  await nats?.close();
  await cluster?.stop();
});

/** Whether the cluster has noticed that it has too few servers for three copies. */
async function hasTooFew(): Promise<boolean> {
  const name = `try-${crypto.randomUUID()}`;
  const added = await nats.jsm.streams
    .add({ name, num_replicas: 3, storage: StorageType.Memory })
    .catch((error) => error);
  return added.code === noPeers;
}

test("what is set up while a server is still missing is set up when it has come", async () => {
  const [first, , last] = cluster.servers;
  if (!first || !last) throw new Error("a cluster has three servers");
  nats = await connectNats({ servers: first.url, name: "settled" });
  await last.stop();
  await eventually(hasTooFew, { deadlineMs: 30_000, what: "a leader that misses a server" });
  const layout = names("settled", 1);
  const tries: unknown[] = [];
  const setUp = whenSettled(async () => {
    tries.push(undefined);
    await ensureStreams(nats, layout, 3);
  });
  await eventually(() => tries.length > 1);
  last.start();
  await setUp;
  expect((await nats.jsm.streams.info(layout.logStream(0))).config.num_replicas).toBe(3);
}, 90_000);

test("what is wrong is said at once", () => {
  expect(whenSettled(() => nats.jsm.streams.add({ name: "wrong.name" }))).rejects.toThrow();
});

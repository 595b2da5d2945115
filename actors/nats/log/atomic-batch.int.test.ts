import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { headers } from "@nats-io/transport-node";
import { type Names, names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { type BatchLog, TooManyBatches } from "../../runtime/log/batch-log.ts";
import { VersionConflict } from "../../runtime/log/event-log.ts";
import { groupCommit } from "../../runtime/log/group-commit.ts";
import { commitOf } from "../../testing/log-conformance.ts";
import { connectNats, type Nats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { natsEventLog } from "./event-log.ts";

/** What JetStream holds open of one stream. */
const openBatchesMax = 50;
const ids = (kind: string, n: number) => Array.from({ length: n }, (_, i) => `tst_${kind}${i}`);

let nats: Nats;
let layout: Names;
let log: BatchLog;
beforeAll(async () => {
  nats = await connectNats({ servers: (await servers()).natsUrl, name: "batches" });
  layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  log = natsEventLog(nats, layout, () => true);
});
afterAll(() => nats.close());

const grouped = () => groupCommit(log, { nodes: () => 1, pause: Bun.sleep });
const entry = (id: string) => ({ id, commit: commitOf(1, 0, id), bytes: log.encode(id, commitOf(1, 0, id)) });

/** Begins batches without ending them; gives what ends each with one more message. */
async function openBatches(count: number) {
  const send = (batch: number, sequence: number) => {
    const head = headers();
    head.set("Nats-Batch-Id", `open-${batch}`);
    head.set("Nats-Batch-Sequence", String(sequence));
    if (sequence === 2) head.set("Nats-Batch-Commit", "1");
    return nats.nc.request(layout.events(`tst_open${batch}_${sequence}`), "{}", { headers: head, timeout: 2_000 });
  };
  const batches = Array.from({ length: count }, (_, i) => i);
  await Promise.all(batches.map((batch) => send(batch, 1)));
  return () => Promise.all(batches.map((batch) => send(batch, 2)));
}

describe("atomic batches", () => {
  test("give each member its own sequence, and write nothing when one is stale", async () => {
    const [first = "", ...others] = ids("whole", 30);
    await log.appendOne(entry(first));
    expect(log.appendAll([first, ...others].map(entry))).rejects.toBeInstanceOf(VersionConflict);
    const seqs = await log.appendAll(others.map(entry));
    expect(seqs).toEqual(others.map((_, i) => (seqs[0] ?? 0) + i));
    expect(await log.load(others.at(-1) ?? "")).toHaveLength(1);
  });

  test("under group commit, stale members are told so and the others get through", async () => {
    const all = ids("stale", 200);
    const stale = new Set(all.filter((_, i) => i % 40 === 20));
    for (const id of stale) await log.appendOne(entry(id));
    const commits = grouped();
    const outcomes = await Promise.allSettled(all.map((id) => commits.append(id, commitOf(1, 0, id))));
    const refused = all.filter((_, i) => outcomes[i]?.status === "rejected");
    expect(refused).toEqual([...stale]);
  });

  test("more than the server holds open are not written, and get through when there is room again", async () => {
    const end = await openBatches(openBatchesMax);
    expect(log.appendAll(ids("crowd", 20).map(entry))).rejects.toBeInstanceOf(TooManyBatches);
    expect(await log.head("tst_crowd0")).toBe(0);
    const commits = grouped();
    const waiting = Promise.all(ids("patient", 100).map((id) => commits.append(id, commitOf(1, 0, id))));
    await nats.nc.flush();
    await end();
    expect(new Set(await waiting).size).toBe(100);
  });
});

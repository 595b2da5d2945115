import { describe, expect, test } from "bun:test";
import { memoryEventLog } from "../../memory/event-log.ts";
import { commitOf } from "../../testing/log-conformance.ts";
import { type BatchLog, TooManyBatches } from "./batch-log.ts";
import { OutcomeUnknown, VersionConflict } from "./event-log.ts";
import { batchesOfNode, groupCommit } from "./group-commit.ts";

const ids = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `tst_${from + i}`);

/** Counts what reaches the log under it. */
function counted(log: BatchLog = memoryEventLog(), nodes = 1) {
  const sizes: number[] = [];
  let singles = 0;
  const watched: BatchLog = {
    ...log,
    appendOne: (entry) => {
      singles += 1;
      return log.appendOne(entry);
    },
    appendAll: (entries) => {
      sizes.push(entries.length);
      return log.appendAll(entries);
    },
  };
  return {
    log: groupCommit(watched, { nodes: () => nodes, pause: async () => {} }),
    under: log,
    sizes,
    singles: () => singles,
  };
}

describe("group commit", () => {
  test("sends a few singly", async () => {
    const { log, sizes, singles } = counted();
    await Promise.all(ids(5).map((id) => log.append(id, commitOf(1, 0, id))));
    expect(singles()).toBe(5);
    expect(sizes).toEqual([]);
  });

  test("gathers many into few batches, each in its own place", async () => {
    const { log, under, sizes } = counted();
    const seqs = await Promise.all(ids(2_500).map((id) => log.append(id, commitOf(1, 0, id))));
    expect(new Set(seqs).size).toBe(2_500);
    expect(sizes.length).toBeLessThan(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    for (const id of ["tst_0", "tst_1234", "tst_2499"]) {
      const [only] = await under.load(id);
      expect(only?.commit.commands[0]?.id).toBe(id);
    }
  });

  test("keeps a batch below its byte cap", async () => {
    const { log, sizes } = counted();
    const large = (id: string) => {
      const commit = commitOf(1, 0, id);
      const [command] = commit.commands;
      if (command) command.outcome = "x".repeat(200_000);
      return commit;
    };
    await Promise.all(ids(60).map((id) => log.append(id, large(id))));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
  });

  test("stale members are told so, and the others get through", async () => {
    const { log, under } = counted();
    for (const id of ids(3)) await under.append(id, commitOf(1, 0, "theirs"));
    const outcomes = await Promise.allSettled(ids(100).map((id) => log.append(id, commitOf(1, 0, id))));
    const failed = outcomes.flatMap((outcome, i) => (outcome.status === "rejected" ? [[i, outcome.reason]] : []));
    expect(failed.map(([i]) => i)).toEqual([0, 1, 2]);
    for (const [, reason] of failed) expect(reason).toBeInstanceOf(VersionConflict);
    expect(await under.load("tst_99")).toHaveLength(1);
  });

  test("an unanswered batch is unknown for every member", async () => {
    const memory = memoryEventLog();
    const silent: BatchLog = {
      ...memory,
      appendAll: async () => {
        throw new OutcomeUnknown("no answer");
      },
    };
    const { log } = counted(silent);
    const outcomes = await Promise.allSettled(ids(200).map((id) => log.append(id, commitOf(1, 0, id))));
    const unknown = outcomes.filter((o) => o.status === "rejected" && o.reason instanceof OutcomeUnknown);
    expect(unknown.length).toBeGreaterThan(150);
  });

  test("what may be stale goes alone, whatever else is waiting", async () => {
    const { log, under, sizes, singles } = counted();
    const stale = ids(3);
    for (const id of stale) await under.append(id, commitOf(1, 0, "theirs"));
    const appends = ids(103).map((id) => log.append(id, commitOf(1, 0, id), { maybeStale: stale.includes(id) }));
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(3);
    expect(singles()).toBe(3);
    expect(sizes).toEqual([100]);
  });

  test("a batch the log has no room for is tried again, and nothing is lost or doubled", async () => {
    const memory = memoryEventLog();
    let refusals = 3;
    const crowded: BatchLog = {
      ...memory,
      appendAll: async (entries) => {
        if (refusals-- > 0) throw new TooManyBatches("too many are open");
        return memory.appendAll(entries);
      },
    };
    const { log } = counted(crowded);
    const seqs = await Promise.all(ids(500).map((id) => log.append(id, commitOf(1, 0, id))));
    expect(new Set(seqs).size).toBe(500);
    expect(memory.entries).toHaveLength(500);
  });

  test.each([1, 25, 40])("of %d nodes, each keeps to its share of the open batches", async (nodes) => {
    const memory = memoryEventLog();
    let open = 0;
    let most = 0;
    const slow: BatchLog = {
      ...memory,
      appendAll: async (entries) => {
        most = Math.max(most, ++open);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
        open -= 1;
        return memory.appendAll(entries);
      },
    };
    const { log } = counted(slow, nodes);
    await Promise.all(ids(5_000).map((id) => log.append(id, commitOf(1, 0, id))));
    expect(most).toBe(batchesOfNode(nodes));
  });

  test("all nodes together never have more batches open than the log holds", () => {
    for (let nodes = 1; nodes <= 50; nodes++) expect(nodes * batchesOfNode(nodes)).toBeLessThanOrEqual(50);
  });

  test("says that it is full while more bytes wait than a node should hold", async () => {
    const memory = memoryEventLog();
    const { promise: open, resolve: openUp } = Promise.withResolvers<void>();
    const stuck: BatchLog = {
      ...memory,
      encode: () => new Uint8Array(200_000),
      appendOne: async () => open.then(() => 1),
      appendAll: async (entries) => open.then(() => entries.map(() => 1)),
    };
    const { log } = counted(stuck);
    const appends = ids(400).map((id) => log.append(id, commitOf(1, 0, id)));
    await Promise.resolve();
    expect(log.isFull()).toBe(true);
    openUp();
    await Promise.all(appends);
    expect(log.isFull()).toBe(false);
    expect(log.waiting()).toBe(0);
  });
});

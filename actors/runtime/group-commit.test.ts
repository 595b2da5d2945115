import { describe, expect, test } from "bun:test";
import { memoryEventLog } from "../memory/event-log.ts";
import { commitOf } from "../testing/log-conformance.ts";
import { OutcomeUnknown, VersionConflict } from "./event-log.ts";
import { type BatchLog, groupCommit } from "./group-commit.ts";

const ids = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `tst_${from + i}`);

/** Counts what reaches the log under it. */
function counted(log: BatchLog = memoryEventLog()) {
  const sizes: number[] = [];
  let singles = 0;
  const watched: BatchLog = {
    ...log,
    append: (id, commit) => {
      singles += 1;
      return log.append(id, commit);
    },
    appendAll: (entries) => {
      sizes.push(entries.length);
      return log.appendAll(entries);
    },
  };
  return { log: groupCommit(watched), under: log, sizes, singles: () => singles };
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
});

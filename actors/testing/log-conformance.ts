import { beforeAll, describe, expect, test } from "bun:test";
import { type Commit, commitBytesMax } from "#contracts/log/commit.ts";
import { appendUntilKnown } from "../runtime/log/append.ts";
import {
  CommitInvalid,
  type EventLog,
  type MayCreate,
  OutcomeUnknown,
  VersionConflict,
} from "../runtime/log/event-log.ts";

/** One adapter under test: a log whose next append can lose its answer, and that asks `mayCreate` before a birth. */
export interface LogUnderTest {
  readonly log: EventLog;
  /** Appends `commit` so that its author gets no answer although it may be written. */
  readonly appendUnanswered: (id: string, commit: Commit) => Promise<void>;
}

const at = "2026-11-22T08:00:00.000Z";
let counter = 0;
export const freshId = () => `tst_${(++counter).toString(36).padStart(16, "a")}${Date.now().toString(36)}`;

/** A commit of `version` after sequence `prev`, with one command an id. */
export const commitOf = (version: number, prev: number, ...ids: string[]): Commit => ({
  version,
  prev,
  owner: "acc_a",
  commands: ids.map((id) => ({
    id,
    fingerprint: "f",
    by: "sys_test",
    at,
    events: [{ type: "Counted", v: 1, at, by: id }],
    outcome: { ok: true },
  })),
});

/** What a promise fails with; undefined when it does not. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const noPause = async () => {};
const closedIds = new Set<string>();
/** Handed to every adapter under test: everything may be born but what a test closes. */
export const mayCreateInTests: MayCreate = (id) => !closedIds.has(id);

/** Holds an adapter to the promise of EventLog. */
export function eventLogConformance(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`event log: ${name}`, () => {
    let it: LogUnderTest;
    beforeAll(async () => {
      it = await open();
    });

    test("an aggregate nobody wrote is empty", async () => {
      const id = freshId();
      expect(await it.log.load(id)).toEqual([]);
      expect(await it.log.head(id)).toBe(0);
    });

    test("what was appended is loaded, in order, with its place", async () => {
      const id = freshId();
      const first = await it.log.append(id, commitOf(1, 0, "a"));
      const second = await it.log.append(id, commitOf(2, first, "b", "c"));
      const loaded = await it.log.load(id);
      expect(loaded.map(({ seq }) => seq)).toEqual([first, second]);
      expect(loaded.map(({ commit }) => commit)).toEqual([commitOf(1, 0, "a"), commitOf(2, first, "b", "c")]);
      expect(await it.log.head(id)).toBe(second);
      expect((await it.log.load(id, { version: 1 })).map(({ commit }) => commit.version)).toEqual([2]);
    });

    test("reading goes on after a known place", async () => {
      const id = freshId();
      const first = await it.log.append(id, commitOf(1, 0, "a"));
      const second = await it.log.append(id, commitOf(2, first, "b"));
      const later = await it.log.load(id, { version: 1, seq: first });
      expect(later.map(({ commit }) => commit.version)).toEqual([2]);
      expect(await it.log.load(id, { version: 2, seq: second })).toEqual([]);
    });

    test("a log that ends before a place that was known is damaged", async () => {
      const id = freshId();
      const head = await it.log.append(id, commitOf(1, 0, "a"));
      expect(await failure(it.log.load(id, { version: 3, seq: head + 2 }))).toMatchObject({ name: "LogGap" });
    });

    test("several commands share one commit", async () => {
      const id = freshId();
      await it.log.append(id, commitOf(1, 0, "a", "b", "c"));
      const [only] = await it.log.load(id);
      expect(only?.commit.commands.map((command) => command.id)).toEqual(["a", "b", "c"]);
    });

    test("a long history is loaded whole", async () => {
      const id = freshId();
      let head = 0;
      for (let version = 1; version <= 300; version++) head = await it.log.append(id, commitOf(version, head, "x"));
      expect((await it.log.load(id)).length).toBe(300);
    });

    test("a second author of the same version is in conflict and writes nothing", async () => {
      const id = freshId();
      const head = await it.log.append(id, commitOf(1, 0, "a"));
      expect(await failure(it.log.append(id, commitOf(1, 0, "b")))).toBeInstanceOf(VersionConflict);
      await it.log.append(id, commitOf(2, head, "c"));
      expect(await failure(it.log.append(id, commitOf(2, head, "d")))).toBeInstanceOf(VersionConflict);
      expect((await it.log.load(id)).map(({ commit }) => commit.commands[0]?.id)).toEqual(["a", "c"]);
    });

    test("of many authors racing for one version exactly one wins", async () => {
      const id = freshId();
      const head = await it.log.append(id, commitOf(1, 0, "a"));
      const racers = Array.from({ length: 20 }, (_, i) => it.log.append(id, commitOf(2, head, `r${i}`)));
      const outcomes = await Promise.allSettled(racers);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await it.log.load(id)).toHaveLength(2);
    });

    test("an unanswered append is resolved by appending the same bytes again", async () => {
      const id = freshId();
      const commit = commitOf(1, 0, "a");
      expect(await failure(it.appendUnanswered(id, commit))).toBeInstanceOf(OutcomeUnknown);
      let asked = 0;
      const first: EventLog = {
        ...it.log,
        append: async (...args) => {
          if (++asked === 1) throw new OutcomeUnknown("the first attempt, again");
          return it.log.append(...args);
        },
      };
      const seq = await appendUntilKnown(first, id, commit, noPause);
      expect(seq).toBe(await it.log.head(id));
      expect(await it.log.load(id)).toHaveLength(1);
    });

    test("a commit that is not ours where ours was to stand is a conflict, also after silence", async () => {
      const id = freshId();
      await it.log.append(id, commitOf(1, 0, "theirs"));
      let asked = 0;
      const silentOnce: EventLog = {
        ...it.log,
        append: async (...args) => {
          if (++asked === 1) throw new OutcomeUnknown("no answer");
          return it.log.append(...args);
        },
      };
      expect(await appendUntilKnown(silentOnce, id, commitOf(1, 0, "ours"), noPause)).toBe("conflict");
    });

    test("a version that cannot follow is refused before it is sent", async () => {
      const id = freshId();
      expect(await failure(it.log.append(id, commitOf(2, 0, "a")))).toMatchObject({ reason: "not-contiguous" });
      expect(await failure(it.log.append(id, commitOf(1, 7, "a")))).toMatchObject({ reason: "not-contiguous" });
      expect(await it.log.head(id)).toBe(0);
    });

    test("a gap in the versions stops the reader", async () => {
      const id = freshId();
      const head = await it.log.append(id, commitOf(1, 0, "a"));
      await it.log.append(id, commitOf(3, head, "b"));
      expect(await failure(it.log.load(id))).toMatchObject({ name: "LogGap" });
    });

    test("a commit above the size cap is refused before it is sent", async () => {
      const id = freshId();
      const large = commitOf(1, 0, "a");
      const [command] = large.commands;
      if (command) command.outcome = "x".repeat(commitBytesMax);
      const error = await failure(it.log.append(id, large));
      expect(error).toBeInstanceOf(CommitInvalid);
      expect(error).toMatchObject({ reason: "too-large" });
      expect(await it.log.head(id)).toBe(0);
    });

    test("nothing is born outside its create window, and what lives goes on", async () => {
      const closed = freshId();
      const living = freshId();
      const head = await it.log.append(living, commitOf(1, 0, "a"));
      closedIds.add(closed).add(living);
      expect(await failure(it.log.append(closed, commitOf(1, 0, "a")))).toMatchObject({
        reason: "create-window-closed",
      });
      expect(await it.log.append(living, commitOf(2, head, "b"))).toBeGreaterThan(head);
    });
  });
}

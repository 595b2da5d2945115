import { beforeAll, describe, expect, test } from "bun:test";
import type { BatchEntry, BatchLog } from "../runtime/log/batch-log.ts";
import { VersionConflict } from "../runtime/log/event-log.ts";
import { commitOf, failure, freshId } from "./log-conformance.ts";

/** Holds an adapter to what group commit, and the simulation in place of a server, rely on. All ids are of one stream. */
export function batchLogConformance(name: string, open: () => Promise<BatchLog>): void {
  describe(`batches and messages that come twice or late: ${name}`, () => {
    let log: BatchLog;
    beforeAll(async () => {
      log = await open();
    });
    const entry = (id: string, version: number, prev: number, command: string): BatchEntry => {
      const commit = commitOf(version, prev, command);
      return { id, commit, bytes: log.encode(id, commit) };
    };
    const commandsOf = async (id: string) => (await log.load(id)).map(({ commit }) => commit.commands[0]?.id);

    test("a batch is written whole, and gives the sequence of each", async () => {
      const ids = Array.from({ length: 20 }, freshId);
      const seqs = await log.appendAll(ids.map((id) => entry(id, 1, 0, id)));
      expect(await Promise.all(ids.map((id) => log.head(id)))).toEqual(seqs);
    });

    test("a batch with a stale member is not written at all", async () => {
      const [one, stale, other] = [freshId(), freshId(), freshId()];
      const head = await log.appendOne(entry(stale, 1, 0, "first"));
      const batch = [entry(one, 1, 0, "a"), entry(stale, 1, 0, "b"), entry(other, 1, 0, "c")];
      expect(await failure(log.appendAll(batch))).toBeInstanceOf(VersionConflict);
      expect(await Promise.all([one, stale, other].map((id) => log.head(id)))).toEqual([0, head, 0]);
    });

    test("a batch that comes twice is written once", async () => {
      const ids = [freshId(), freshId()];
      const batch = ids.map((id) => entry(id, 1, 0, "a"));
      const seqs = await log.appendAll(batch);
      expect(await failure(log.appendAll(batch))).toBeInstanceOf(VersionConflict);
      expect(await Promise.all(ids.map((id) => log.head(id)))).toEqual(seqs);
    });

    test("an append that comes twice is written once, also after the aggregate has moved on", async () => {
      const id = freshId();
      const first = entry(id, 1, 0, "a");
      const head = await log.appendOne(first);
      expect(await failure(log.appendOne(first))).toBeInstanceOf(VersionConflict);
      await log.appendOne(entry(id, 2, head, "b"));
      expect(await failure(log.appendOne(first))).toBeInstanceOf(VersionConflict);
      expect(await commandsOf(id)).toEqual(["a", "b"]);
    });

    test("an append that comes late, after its author has reloaded, changes nothing", async () => {
      const id = freshId();
      const head = await log.appendOne(entry(id, 1, 0, "a"));
      const late = entry(id, 2, head, "late");
      await log.appendOne(entry(id, 2, head, "decided anew"));
      expect(await failure(log.appendOne(late))).toBeInstanceOf(VersionConflict);
      expect(await commandsOf(id)).toEqual(["a", "decided anew"]);
    });

    test("a batch that comes late takes nobody's place", async () => {
      const [id, other] = [freshId(), freshId()];
      const head = await log.appendOne(entry(id, 1, 0, "a"));
      const late = [entry(id, 2, head, "late"), entry(other, 1, 0, "late")];
      await log.appendOne(entry(id, 2, head, "sooner"));
      expect(await failure(log.appendAll(late))).toBeInstanceOf(VersionConflict);
      expect(await commandsOf(id)).toEqual(["a", "sooner"]);
      expect(await log.head(other)).toBe(0);
    });
  });
}

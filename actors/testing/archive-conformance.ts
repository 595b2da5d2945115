import { beforeAll, describe, expect, test } from "bun:test";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { type AggregateArchive, ArchiveDamaged } from "../runtime/archive/aggregate-archive.ts";
import { commitOf } from "./log-conformance.ts";

/** One adapter under test, and a way to damage what it keeps. */
export interface ArchiveUnderTest {
  readonly archive: AggregateArchive;
  /** Changes one byte of an aggregate's object. */
  readonly damage: (id: string) => Promise<void>;
}

let counter = 0;
const freshId = () => `tst_${(++counter).toString(36).padStart(16, "a")}${Date.now().toString(36)}`;
const history = (id: string, versions: number): StoredCommit[] =>
  Array.from({ length: versions }, (_, i) => ({
    aggregate: id,
    stream: 3,
    seq: (i + 1) * 7,
    commit: commitOf(i + 1, i * 7, `c${i}`, "größer als 🜚 ASCII"),
  }));

/** Holds an adapter to the promise of AggregateArchive. */
export function aggregateArchiveConformance(name: string, open: () => Promise<ArchiveUnderTest>): void {
  describe(`archive of ended aggregates: ${name}`, () => {
    let it: ArchiveUnderTest;
    beforeAll(async () => {
      it = await open();
    });

    test("what was never stored is empty", async () => {
      expect(await it.archive.load(freshId())).toEqual([]);
    });

    test("what was stored is loaded, commits and places", async () => {
      const id = freshId();
      await it.archive.store(id, history(id, 12));
      expect(await it.archive.load(id)).toEqual(history(id, 12));
    });

    test("storing again replaces", async () => {
      const id = freshId();
      await it.archive.store(id, history(id, 2));
      await it.archive.store(id, history(id, 3));
      expect(await it.archive.load(id)).toEqual(history(id, 3));
    });

    test("what was damaged is not given", async () => {
      const id = freshId();
      await it.archive.store(id, history(id, 2));
      await it.damage(id);
      expect(await it.archive.load(id).catch((error: unknown) => error)).toBeInstanceOf(ArchiveDamaged);
    });
  });
}

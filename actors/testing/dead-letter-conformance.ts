import { beforeAll, describe, expect, test } from "bun:test";
import type { DeadLetter } from "#contracts/log/dead-letter.ts";
import type { DeadLetters } from "../runtime/processes/dead-letters.ts";

const at = "2026-11-22T08:00:00.000Z";

/** A letter of a process, told apart by `n`. */
export const letter = (process: string, n: number, error = "Error: broken"): DeadLetter => ({
  id: `${process}_0-${n}`,
  process,
  aggregate: `cnt_${n}`,
  stream: 0,
  seq: n,
  reason: "failed",
  error,
  tries: 5,
  parkedAt: at,
  message: `{"n":${n}}`,
});

const settled = { as: "redriven", by: "sel_admin", at } as const;

/** Holds an adapter to the promise of DeadLetters. */
export function deadLetterConformance(name: string, open: () => Promise<DeadLetters>): void {
  describe(`dead letters: ${name}`, () => {
    let letters: DeadLetters;
    beforeAll(async () => {
      letters = await open();
    });

    test("a letter is found as it was parked, and counts for its process", async () => {
      await letters.park(letter("one", 1));
      expect(await letters.find("one_0-1")).toEqual(letter("one", 1));
      expect([await letters.count("one"), await letters.count("nobody")]).toEqual([1, 0]);
      expect(await letters.find("one_0-7")).toBeUndefined();
    });

    test("parked again it is one letter, the newest", async () => {
      await letters.park(letter("again", 1));
      await letters.park(letter("again", 1, "Error: still broken"));
      const { letters: list } = await letters.page(0, 10, "again");
      expect(list).toEqual([letter("again", 1, "Error: still broken")]);
      expect(await letters.count("again")).toBe(1);
    });

    test("are listed page by page, oldest first, of one process or of all", async () => {
      for (const n of [1, 2, 3, 4, 5]) await letters.park(letter("listed", n));
      const first = await letters.page(0, 2, "listed");
      const second = await letters.page(first.next ?? 0, 2, "listed");
      const third = await letters.page(second.next ?? 0, 2, "listed");
      const seqs = [first, second, third].map((page) => page.letters.map(({ seq }) => seq));
      expect([seqs, third.next]).toEqual([[[1, 2], [3, 4], [5]], undefined]);
      const all = await letters.page(0, 100);
      expect(all.letters.map(({ process }) => process)).toContain("one");
      expect((await letters.page(0, 10, "nobody")).letters).toEqual([]);
    });

    test("a settled one is off the list, and it is remembered how it ended", async () => {
      await letters.park(letter("settled", 1));
      await letters.park(letter("settled", 2));
      await letters.settle(letter("settled", 1), settled);
      expect((await letters.page(0, 10, "settled")).letters.map(({ seq }) => seq)).toEqual([2]);
      expect(await letters.count("settled")).toBe(1);
      expect(await letters.find("settled_0-1")).toEqual({ ...letter("settled", 1), settled });
      await letters.settle(letter("settled", 1), settled);
      expect(await letters.find("settled_0-1")).toEqual({ ...letter("settled", 1), settled });
    });

    test("what is parked after it was settled is parked", async () => {
      await letters.park(letter("back", 1));
      await letters.settle(letter("back", 1), settled);
      await letters.park(letter("back", 1, "Error: once more"));
      expect(await letters.find("back_0-1")).toEqual(letter("back", 1, "Error: once more"));
      expect(await letters.count("back")).toBe(1);
    });
  });
}

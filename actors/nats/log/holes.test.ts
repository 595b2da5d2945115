import { expect, test } from "bun:test";
import fc from "fast-check";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { commitOf } from "../../testing/log-conformance.ts";
import { withoutHoles } from "./holes.ts";

const stored = (seq: number): StoredCommit => ({ aggregate: "tst_a", stream: 0, seq, commit: commitOf(1, 0, "c") });
const archiveOf = (seqs: ReadonlySet<number>) => async (_stream: number, from: number, to: number) =>
  [...seqs].filter((seq) => seq >= from && seq <= to).map(stored);

async function read(archived: ReadonlySet<number>, last: number, batch: readonly StoredCommit[]): Promise<number[]> {
  const seqs: number[] = [];
  for await (const run of withoutHoles(archiveOf(archived), 0, last, batch)) seqs.push(...run.map(({ seq }) => seq));
  return seqs;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test("whatever was purged, a reader sees every sequence once and in order", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), fc.nat(59), async (purged, after) => {
      const all = numbers(purged.length);
      const batch = all.filter((seq) => !purged[seq - 1]);
      const end = batch.at(-1) ?? 0;
      const seen = await read(new Set(all), after, batch.map(stored));
      expect(seen).toEqual(all.filter((seq) => seq > after && seq <= end));
    }),
  ));

test("a hole of thousands is read in pages", async () => {
  const all = numbers(2_001);
  expect(await read(new Set(all), 0, [stored(2_001)])).toEqual(all);
});

test("what is in neither place stops the reader, which says what is missing", async () => {
  const error: unknown = await read(new Set([1, 2, 4]), 0, [stored(5)]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LogGap);
  expect(String(error)).toContain("sequence 3 is neither in the log nor in the archive");
});

test("also at the end of a hole", async () => {
  const error: unknown = await read(new Set([1, 2]), 0, [stored(4)]).catch((reason: unknown) => reason);
  expect(String(error)).toContain("sequence 3 ");
});

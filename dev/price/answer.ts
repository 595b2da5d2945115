import { open } from "node:fs/promises";
import { modelFacts } from "#actors/pricing/model-facts.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type ModelPrice, type PriceChoice, pricesOf } from "./prices.ts";

/** Room for a model of ten million triangles in any format, on a machine that has nothing else to do. */
const limits = { bytesMax: 2 ** 31, trianglesMax: 20_000_000 };
const chunkBytes = 1 << 20;

export interface Answer {
  readonly file: string;
  readonly facts: ModelFacts;
  readonly prices: readonly ModelPrice[];
  readonly ms: number;
}

/** Told while a file is read, so that nobody waits in the dark. */
export type Progress = (bytes: number, ofBytes: number) => void;

/** Reads one file from disk and prices it from the demonstration's book. Throws what the file system throws. */
export async function answer(file: string, choice: PriceChoice, progress: Progress): Promise<Answer> {
  const start = performance.now();
  const facts = await factsOf(file, progress);
  const prices = pricesOf(facts, choice);
  return { file, facts, prices, ms: performance.now() - start };
}

async function factsOf(file: string, progress: Progress): Promise<ModelFacts> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const pass = modelFacts(limits);
  const buffer = new Uint8Array(chunkBytes);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
    if (bytesRead === 0) return pass.finish();
    bytes += bytesRead;
    pass.push(buffer.subarray(0, bytesRead));
    progress(bytes, size);
  }
}

/** The answer as one line of JSON. */
export function answerJson({ file, facts, prices, ms }: Answer): string {
  const { sha256, format, triangles, volume, area, bbox, units, closed, shells, findings } = facts;
  const known = { file, sha256, format, triangles, volume, area, bbox, units, closed, shells };
  return JSON.stringify({ ...known, findings, prices, ms: Math.round(ms * 1000) / 1000 });
}

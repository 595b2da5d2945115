import { modelFacts } from "#actors/pricing/model-facts.ts";
import { examineModel } from "#actors/pricing/workers/examine-model.ts";
import type { Examiner } from "#actors/pricing/workers/examiner.ts";
import { unexaminable } from "#actors/pricing/workers/pool.ts";
import { WorkerEnded } from "#actors/pricing/workers/worker-ended.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { examined } from "#contracts/pricing/topology.ts";
import { fileChunks, type Progress } from "./file-chunks.ts";
import { type ModelPrice, type PriceChoice, pricesOf } from "./prices.ts";

/** Room for a model of ten million triangles in any format, on a machine that has nothing else to do. */
const limits = { bytesMax: 2 ** 31, trianglesMax: 20_000_000 };

export interface Answer {
  readonly file: string;
  readonly facts: ModelFacts;
  readonly prices: readonly ModelPrice[];
  /** Until there was a price; the closer look came after. */
  readonly ms: number;
}

/**
 * Reads one file from disk, prices it from the demonstration's book, and then looks at it closely, which may give a
 * volume where the first pass had none to trust, or the hull. Throws what the file system throws.
 */
export async function answer(
  file: string,
  choice: PriceChoice,
  examiner: Examiner,
  progress: Progress,
): Promise<Answer> {
  const start = performance.now();
  const first = await factsOf(file, progress);
  pricesOf(first, choice);
  const ms = performance.now() - start;
  const facts = await lookedAtClosely(file, first, examiner);
  return { file, facts, prices: pricesOf(facts, choice), ms };
}

async function factsOf(file: string, progress: Progress): Promise<ModelFacts> {
  const pass = modelFacts(limits);
  for await (const chunk of fileChunks(file, progress)) pass.push(chunk);
  return pass.finish();
}

async function lookedAtClosely(file: string, facts: ModelFacts, examiner: Examiner): Promise<ModelFacts> {
  if (facts.bbox === null) return facts;
  const topology = await examineModel(facts, fileChunks(file), examiner, limits).catch((error: unknown) => {
    // A model that takes its worker down is priced all the same.
    if (error instanceof WorkerEnded) return unexaminable(facts.sha256);
    throw error;
  });
  return examined(facts, topology);
}

/** The answer as one line of JSON. */
export function answerJson({ file, facts, prices, ms }: Answer): string {
  const { sha256, format, triangles, volume, area, bbox, units, closed, shells, findings } = facts;
  const known = { file, sha256, format, triangles, volume, area, bbox, units, closed, shells };
  return JSON.stringify({ ...known, findings, prices, ms: Math.round(ms * 1000) / 1000 });
}

import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Finding } from "#contracts/pricing/finding.ts";
import { laneOf } from "#contracts/pricing/job.ts";
import type { AnalysisLimits } from "./geometry/limits.ts";
import { Refused } from "./geometry/refused.ts";
import { isRead, ModelPass } from "./model-facts.ts";
import type { ModelStore } from "./ports.ts";
import type { AnalyserPool } from "./workers/analyser-pool.ts";
import { StoredModel } from "./workers/source.ts";

/** Smaller models are read by a pricing node itself: a worker would take longer. */
const readHereBytes = 1 << 20;

export interface StoredUpload {
  readonly key: string;
  readonly bytes: number;
}

/** Reads a model that was stored. Throws ObjectMissing, WorkerEnded, and an error where the store does not answer. */
export type ReadModel = (upload: StoredUpload) => Promise<ModelFacts | Finding>;

export interface StoredModelsDeps {
  readonly models: ModelStore;
  readonly limits: AnalysisLimits;
  /** The workers of large models are others than those of small ones: no ring waits behind a monster. */
  readonly workers: Readonly<Record<"small" | "large", AnalyserPool>>;
}

/** Reads stored models for jobs: small ones here, others in workers, which get the bytes from the store themselves. */
export function storedModels({ models, limits, workers }: StoredModelsDeps): ReadModel {
  async function here(key: string): Promise<ModelFacts | Finding> {
    const pass = new ModelPass(limits, workers.small);
    for await (const chunk of await models.read(key)) await pass.push(chunk);
    const read = await pass.finish();
    if (isRead(read)) return read;
    if (read.finding) return read.finding;
    throw new Error("the worker that read the model ended");
  }

  async function apart(key: string, bytes: number): Promise<ModelFacts | Finding> {
    const pool = laneOf(bytes) === "large" ? workers.large : workers.small;
    return pool.factsOf(new StoredModel(await models.address(key))).catch((error: unknown) => {
      // What takes too long or too much would do so again; whatever else went wrong says nothing about the model.
      if (error instanceof Refused) return error.finding;
      throw error;
    });
  }

  return ({ key, bytes }) => (bytes <= readHereBytes ? here(key) : apart(key, bytes));
}

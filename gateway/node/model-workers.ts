import { availableParallelism } from "node:os";
import type { AnalysisLimits } from "#actors/pricing/geometry/limits.ts";
import { ModelPass } from "#actors/pricing/model-facts.ts";
import type { ModelStore } from "#actors/pricing/ports.ts";
import { storedModels } from "#actors/pricing/stored-models.ts";
import { AnalyserPool, usualAnalyserLimits } from "#actors/pricing/workers/analyser-pool.ts";
import { ExaminerPool } from "#actors/pricing/workers/pool.ts";
import { usualLimits } from "#actors/pricing/workers/process-pool.ts";
import { StoredModel } from "#actors/pricing/workers/source.ts";

/** Processes for models of the small lane: one core is the node's own. */
const smallWorkers = Math.max(1, Math.min(4, availableParallelism() - 1));

/** Work that lets others go first takes longer on a busy machine, which is no fault of the model, ms. */
const largeWithinMs = 300_000;

/** The processes that read and examine models for this node, begun when they are first needed. */
export function openModelWorkers(limits: AnalysisLimits, models: ModelStore) {
  const uploads = new AnalyserPool(limits);
  const small = new AnalyserPool(limits, { ...usualAnalyserLimits, workers: smallWorkers });
  const large = new AnalyserPool(limits, { ...usualAnalyserLimits, turn: "later", deadlineMs: largeWithinMs });
  const examiner = new ExaminerPool({ ...usualLimits, turn: "last" });
  return {
    examiner,
    /** Of an upload into the object of that key: its client waits, so what can be read while it streams by is read here. */
    pass: (key: string, stored: Promise<void>) =>
      new ModelPass(limits, uploads, async () => {
        await stored;
        return new StoredModel(await models.address(key));
      }),
    /** Of a job. */
    readModel: storedModels({ models, limits, workers: { small, large } }),
    close: () => {
      for (const pool of [uploads, small, large, examiner]) pool.close();
    },
  };
}
export type ModelWorkers = ReturnType<typeof openModelWorkers>;

import type { AnalysisLimits } from "#actors/pricing/geometry/limits.ts";
import { ModelPass } from "#actors/pricing/model-facts.ts";
import { AnalyserPool } from "#actors/pricing/workers/analyser-pool.ts";
import { ExaminerPool } from "#actors/pricing/workers/pool.ts";
import { usualLimits } from "#actors/pricing/workers/process-pool.ts";

/** Smaller models are read by a pricing node itself: a worker would take longer. */
const readHereBytes = 1 << 20;

/** The processes that read and examine models for this node, begun when they are first needed. */
export function openModelWorkers(limits: AnalysisLimits) {
  const uploads = new AnalyserPool(limits);
  const jobs = new AnalyserPool(limits);
  const examiner = new ExaminerPool({ ...usualLimits, inBackground: true });
  return {
    examiner,
    /** Of an upload: its client waits, so what can be read while it streams by is read here; the rest `reread` gives. */
    pass: (reread: () => Promise<AsyncIterable<Uint8Array>>) => new ModelPass(limits, uploads, false, reread),
    /** Of a job on a model of that many bytes. */
    passOfJob: (bytes: number) => new ModelPass(limits, jobs, bytes > readHereBytes),
    close: () => {
      for (const pool of [uploads, jobs, examiner]) pool.close();
    },
  };
}
export type ModelWorkers = ReturnType<typeof openModelWorkers>;

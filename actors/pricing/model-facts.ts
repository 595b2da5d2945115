import { createHash } from "node:crypto";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type AnalysisLimits, createAnalyser } from "./geometry/analyser.ts";

export type { AnalysisLimits };

/** Hashes and analyses a model file in one pass while its bytes stream by; never throws, whatever the bytes are. */
export function modelFacts(limits: AnalysisLimits) {
  const hash = createHash("sha256");
  const analyser = createAnalyser(limits);
  return {
    push: (chunk: Uint8Array): void => {
      hash.update(chunk);
      analyser.push(chunk);
    },
    finish: (): ModelFacts => ({ ...analyser.finish(), sha256: hash.digest("hex") }),
  };
}

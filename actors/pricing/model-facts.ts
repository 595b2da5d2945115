import { createHash } from "node:crypto";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { createAnalyser } from "./geometry/analyser.ts";
import type { AnalysisLimits } from "./geometry/limits.ts";

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
    finish: async (): Promise<ModelFacts> => ({ ...(await analyser.finish()), sha256: hash.digest("hex") }),
  };
}

import { type Analysis, createAnalyser } from "../analyser.ts";
import type { AnalysisLimits } from "../limits.ts";

const roomy: AnalysisLimits = { bytesMax: 1_000_000_000, trianglesMax: 20_000_000 };

/** The facts of a file given in chunks of `chunkBytes`. */
export function analysed(
  bytes: Uint8Array,
  limits: Partial<AnalysisLimits> = {},
  chunkBytes = bytes.length,
): Promise<Analysis> {
  const analyser = createAnalyser({ ...roomy, ...limits });
  for (let at = 0; at < bytes.length; at += chunkBytes) analyser.push(bytes.subarray(at, at + chunkBytes));
  return analyser.finish();
}

/** |actual − expected| / |expected|; infinite where there is no volume. */
export const relativeError = (actual: number | null, expected: number): number =>
  actual === null ? Number.POSITIVE_INFINITY : Math.abs(actual - expected) / Math.abs(expected);

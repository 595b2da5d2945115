import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import type { AnalysisLimits } from "../geometry/limits.ts";
import { lookDeeper } from "../solid/look-deeper.ts";
import { createExamination, examinerVersion } from "../topology/examination.ts";
import type { Examiner } from "./examiner.ts";
import type { Bytes } from "./source.ts";

/** Smaller models are looked at in this process: asking another one for them would take longer. */
const hereTrianglesMax = 2_000;

/** A CAD kernel is nothing to have in hand twice, however few triangles it makes. */
export const isLookedAtHere = ({ triangles, format }: ModelFacts): boolean =>
  triangles <= hereTrianglesMax && format !== "step";

/** Looks closely at a model that was read before, here or in a worker. Throws what the bytes and the examiner throw. */
export async function examineModel(
  facts: ModelFacts,
  bytes: Bytes,
  examiner: Examiner,
  limits: AnalysisLimits,
): Promise<ModelTopology> {
  const { sha256 } = facts;
  if (!isLookedAtHere(facts)) return examiner.examine(sha256, bytes);
  const examination = createExamination(limits);
  for await (const chunk of bytes) examination.push(chunk);
  const { topology, bodies } = await examination.finish();
  return { ...(await lookDeeper(topology, bodies)), sha256, examiner: examinerVersion };
}

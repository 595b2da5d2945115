import type { Casting } from "#contracts/pricing/material.ts";

type Allowances = Pick<
  Casting,
  "densityGramsPerCm3" | "sprueAllowancePermille" | "castingLossPermille" | "shrinkagePermille"
>;

/**
 * Two of the three weights of a casting that founders keep apart, in grams and unrounded; `modelCm3` is the model's
 * volume. The third, as delivered, is what finishing leaves of the second.
 *
 * poured = V·d·(1 + sprue)·(1 + loss): what goes into the melt (romanoff.com, kauselmann.com). Sprue and button
 * are usually 10 %, casting loss 3 to 8 %.
 * cast = V·d·(1 − shrinkage): the piece cut off its tree; 1 % in length is about 3 % in weight (artistryofgold.com).
 * A published ring went from a 5.930 g model to 4.907 g as delivered (orchid.ganoksin.com).
 */
export function weigh(modelCm3: number, material: Allowances): { poured: number; cast: number } {
  const modelGrams = modelCm3 * material.densityGramsPerCm3;
  const poured = (modelGrams * (1000 + material.sprueAllowancePermille) * (1000 + material.castingLossPermille)) / 1e6;
  const cast = (modelGrams * (1000 - material.shrinkagePermille)) / 1000;
  return { poured, cast };
}

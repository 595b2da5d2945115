import type { Weights } from "#contracts/pricing/price.ts";
import type { Material } from "#contracts/pricing/price-book.ts";

/**
 * The three weights of a casting, in grams and unrounded, that founders keep apart; `modelCm3` is the model's volume.
 *
 * poured = V·d·(1 + sprue)·(1 + loss): what goes into the melt (romanoff.com, kauselmann.com). Sprue and button
 * are usually 10 %, casting loss 3 to 8 %.
 * cast = V·d·(1 − shrinkage): the piece cut off its tree; 1 % in length is about 3 % in weight (artistryofgold.com).
 * delivered = cast·(1 − removed): after finishing. A published ring went from a 5.930 g model to 4.907 g
 * (orchid.ganoksin.com).
 */
export function weigh(modelCm3: number, material: Material, removedPermille: number): Weights {
  const modelGrams = modelCm3 * material.densityGramsPerCm3;
  const poured = (modelGrams * (1000 + material.sprueAllowancePermille) * (1000 + material.castingLossPermille)) / 1e6;
  const cast = (modelGrams * (1000 - material.shrinkagePermille)) / 1000;
  const delivered = (cast * (1000 - removedPermille)) / 1000;
  return { poured, cast, delivered };
}

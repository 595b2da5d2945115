import type { Casting } from "#contracts/pricing/material.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { line } from "../lines.ts";
import { weigh } from "./casting-weights.ts";
import type { Make } from "./making.ts";

/**
 * material = poured weight × purity × price of the fine metal × markup, the usual formula of casting houses
 * (getgoldify.com, cecileraleydesigns.com); a casting fee per piece.
 */
export const casting: Make<Casting> = ({ volumeCm3 }, material) => {
  const { poured, cast } = weigh(volumeCm3, material);
  const { fineMinorPerKilogram, purityPermille, markupPermille } = material;
  const minorPerGram = (fineMinorPerKilogram * purityPermille * (1000 + markupPermille)) / 1e9;
  const lines = [
    line("material", material.name, roundMinor(poured * minorPerGram)),
    line("casting", "Casting", material.castingFeeMinor),
  ];
  return { lines, poured, made: cast, assumed: [] };
};

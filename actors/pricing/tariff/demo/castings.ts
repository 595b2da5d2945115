import type { Casting } from "#contracts/pricing/material.ts";

/** Shares that our demonstration castings have in common; published figures are 10 %, 3 to 8 % and about 3 %. */
const casting = {
  kind: "casting",
  sprueAllowancePermille: 100,
  castingLossPermille: 50,
  shrinkagePermille: 30,
} as const;

/** What the demonstration casts. Figures are examples, not an offer. */
export const castings: Readonly<Record<string, Casting>> = {
  "silver-925": {
    ...casting,
    name: "Sterling silver 925",
    densityGramsPerCm3: 10.4,
    metal: "silver",
    fineMinorPerKilogram: 1_200_00,
    purityPermille: 925,
    markupPermille: 250,
    castingFeeMinor: 5_00,
  },
  "gold-14k": {
    ...casting,
    name: "Yellow gold 14k",
    densityGramsPerCm3: 13.5,
    metal: "gold",
    fineMinorPerKilogram: 100_000_00,
    purityPermille: 585,
    markupPermille: 200,
    castingFeeMinor: 6_00,
  },
  "gold-18k": {
    ...casting,
    name: "Yellow gold 18k",
    densityGramsPerCm3: 15.5,
    metal: "gold",
    fineMinorPerKilogram: 100_000_00,
    purityPermille: 750,
    markupPermille: 200,
    castingFeeMinor: 6_00,
  },
  "platinum-950": {
    ...casting,
    name: "Platinum 950",
    densityGramsPerCm3: 20.7,
    metal: "platinum",
    fineMinorPerKilogram: 40_000_00,
    purityPermille: 950,
    markupPermille: 200,
    castingFeeMinor: 15_00,
  },
  brass: {
    ...casting,
    name: "Brass",
    densityGramsPerCm3: 8.5,
    fineMinorPerKilogram: 12_00,
    purityPermille: 1000,
    markupPermille: 300,
    castingFeeMinor: 4_00,
  },
};

import type { Material, PriceBook } from "#contracts/pricing/price-book.ts";

/** Shares that our demonstration castings have in common; published figures are 10 %, 3 to 8 % and about 3 %. */
const casting = { sprueAllowancePermille: 100, castingLossPermille: 50, shrinkagePermille: 30 };

const materials: Record<string, Material> = {
  "silver-925": {
    ...casting,
    name: "Sterling silver 925",
    densityGramsPerCm3: 10.4,
    fineMinorPerKilogram: 1_200_00,
    purityPermille: 925,
    markupPermille: 250,
    castingFeeMinor: 5_00,
  },
  "gold-14k": {
    ...casting,
    name: "Yellow gold 14k",
    densityGramsPerCm3: 13.5,
    fineMinorPerKilogram: 100_000_00,
    purityPermille: 585,
    markupPermille: 200,
    castingFeeMinor: 6_00,
  },
  "gold-18k": {
    ...casting,
    name: "Yellow gold 18k",
    densityGramsPerCm3: 15.5,
    fineMinorPerKilogram: 100_000_00,
    purityPermille: 750,
    markupPermille: 200,
    castingFeeMinor: 6_00,
  },
  "platinum-950": {
    ...casting,
    name: "Platinum 950",
    densityGramsPerCm3: 20.7,
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
  "castable-resin": {
    name: "Castable resin pattern",
    densityGramsPerCm3: 1.12,
    fineMinorPerKilogram: 180_00,
    purityPermille: 1000,
    // Here the allowance is for supports: 10 to 20 % of the volume.
    sprueAllowancePermille: 150,
    castingLossPermille: 0,
    shrinkagePermille: 0,
    markupPermille: 300,
    castingFeeMinor: 4_00,
  },
};

/** The price book a fresh installation is seeded with. Its figures are examples, not an offer. */
export const demoPriceBook: PriceBook = {
  version: 1,
  currency: "EUR",
  effectiveFrom: "2026-01-01T00:00:00Z",
  materials,
  finishings: {
    raw: { name: "Raw casting", perCm2Minor: 0, minimumMinor: 0, removedPermille: 0 },
    polished: { name: "Polished", perCm2Minor: 1_20, minimumMinor: 9_00, removedPermille: 80 },
    plated: { name: "Polished and plated", perCm2Minor: 2_60, minimumMinor: 18_00, removedPermille: 80 },
  },
  goods: {
    "band-classic-4mm": { name: "Classic band, 4 mm, sterling silver", unitMinor: 69_00 },
    "pendant-disc-20mm": { name: "Disc pendant, 20 mm, sterling silver", unitMinor: 54_50 },
    "signet-blank-12mm": { name: "Signet ring blank, 12 mm, brass", unitMinor: 38_00 },
    "chain-anchor-45cm": { name: "Anchor chain, 45 cm, sterling silver", unitMinor: 47_90 },
  },
  setupMinor: 15_00,
  quantityBreaks: [
    { from: 5, discountPermille: 30 },
    { from: 10, discountPermille: 50 },
    { from: 25, discountPermille: 80 },
    { from: 50, discountPermille: 95 },
    { from: 100, discountPermille: 100 },
  ],
  taxPermilleByCountry: {
    AT: 200,
    BE: 210,
    CZ: 210,
    DE: 190,
    DK: 250,
    ES: 210,
    FI: 255,
    FR: 200,
    IE: 230,
    IT: 220,
    NL: 210,
    PL: 230,
    PT: 230,
    SE: 250,
  },
  minimumOrderMinor: 25_00,
};

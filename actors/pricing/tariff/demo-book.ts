import type { PriceBook } from "#contracts/pricing/price-book.ts";
import { castings } from "./demo/castings.ts";
import { printed } from "./demo/printed.ts";
import { stones } from "./demo/stones.ts";

/** The price book a fresh installation is seeded with. Its figures are examples, not an offer. */
export const demoPriceBook: PriceBook = {
  version: 1,
  currency: "EUR",
  effectiveFrom: "2026-01-01T00:00:00Z",
  materials: { ...castings, ...printed },
  finishings: {
    raw: { name: "As made", perCm2Minor: 0, minimumMinor: 0, removedPermille: 0 },
    polished: { name: "Polished", perCm2Minor: 1_20, minimumMinor: 9_00, removedPermille: 80, leadDays: 1 },
    plated: {
      name: "Polished and plated",
      perCm2Minor: 2_60,
      minimumMinor: 18_00,
      removedPermille: 80,
      leadDays: 3,
      processes: ["casting", "dmls"],
    },
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
  leadTimes: {
    standard: { name: "Standard", days: 10, surchargePermille: 0 },
    express: { name: "Express", days: 5, surchargePermille: 300 },
    economy: { name: "Economy", days: 18, surchargePermille: -50 },
  },
  stones,
};

import type { Material } from "#contracts/pricing/material.ts";
import type { Price, PriceOptions } from "#contracts/pricing/price.ts";
import { PriceBook } from "#contracts/pricing/price-book.ts";
import type { PriceResult } from "../lines.ts";

/** The price of a result; the findings as an error where there is none. */
export const priced = (result: PriceResult): Price => {
  if ("price" in result) return result.price;
  throw new Error(result.findings.map(({ message }) => message).join(" "));
};

/** Amounts by the codes of their lines. */
export const amounts = ({ lines }: Price): Record<string, number> =>
  Object.fromEntries(lines.map(({ code, amount }) => [code, amount]));

/** A book of one material and a finishing that costs nothing; no setup of its own, no breaks, no tax. */
export const bookOf = (material: Material, more: Partial<PriceBook> = {}): PriceBook =>
  PriceBook.parse({
    version: 1,
    currency: "EUR",
    effectiveFrom: "2026-01-01T00:00:00Z",
    materials: { material },
    finishings: { raw: { name: "As made", perCm2Minor: 0, minimumMinor: 0, removedPermille: 0 } },
    goods: {},
    setupMinor: 0,
    quantityBreaks: [],
    taxPermilleByCountry: { DE: 0 },
    minimumOrderMinor: 0,
    ...more,
  });

/** So many raw pieces of its one material. */
export const raw = (quantity = 1): PriceOptions => ({
  material: "material",
  finishing: "raw",
  quantity,
  unit: "mm",
  country: "DE",
});

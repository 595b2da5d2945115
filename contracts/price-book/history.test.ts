import { expect, test } from "bun:test";
import { PriceBook } from "../pricing/price-book.ts";
import { priceBookHistory } from "./history.ts";

/** A book as the first release stored it: nothing said how its materials are made into things. */
const firstBook = {
  version: 1,
  currency: "EUR",
  effectiveFrom: "2026-01-01T00:00:00Z",
  materials: {
    brass: {
      name: "Brass",
      densityGramsPerCm3: 8.5,
      fineMinorPerKilogram: 12_00,
      purityPermille: 1000,
      sprueAllowancePermille: 100,
      castingLossPermille: 50,
      shrinkagePermille: 30,
      markupPermille: 300,
      castingFeeMinor: 4_00,
    },
  },
  finishings: {},
  goods: {},
  setupMinor: 15_00,
  quantityBreaks: [],
  taxPermilleByCountry: { DE: 190 },
  minimumOrderMinor: 25_00,
};

test("a book of the first release is read as castings", () => {
  const stored = { type: "PriceBookPublished", v: 1, at: "2026-01-01T00:00:00Z", book: firstBook };
  expect(priceBookHistory.read(stored)).toHaveProperty("book.materials.brass", {
    ...firstBook.materials.brass,
    kind: "casting",
  });
});

test("a book that names no process can still be sent", () =>
  expect(PriceBook.parse(firstBook).materials["brass"]?.kind).toBe("casting"));

test("a process nobody knows is refused", () => {
  const materials = { brass: { ...firstBook.materials.brass, kind: "forging" } };
  expect(PriceBook.safeParse({ ...firstBook, materials }).success).toBe(false);
});

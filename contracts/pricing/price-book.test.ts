import { describe, expect, test } from "bun:test";
import { CatalogueCode } from "./code.ts";
import { PriceBook, type QuantityBreak } from "./price-book.ts";

const bookWith = (quantityBreaks: QuantityBreak[]) =>
  PriceBook.safeParse({
    version: 1,
    currency: "EUR",
    effectiveFrom: "2026-01-01T00:00:00Z",
    materials: {},
    finishings: {},
    goods: {},
    setupMinor: 0,
    quantityBreaks,
    taxPermilleByCountry: { DE: 190 },
    minimumOrderMinor: 0,
  });
const complaints = (quantityBreaks: QuantityBreak[]) =>
  bookWith(quantityBreaks).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

describe("quantity breaks", () => {
  test("may grow as long as an order never becomes cheaper than a smaller one", () =>
    expect(
      bookWith([
        { from: 10, discountPermille: 100 },
        { from: 50, discountPermille: 118 },
      ]).success,
    ).toBe(true));

  test("must ascend", () =>
    expect(
      complaints([
        { from: 50, discountPermille: 20 },
        { from: 50, discountPermille: 30 },
      ]),
    ).toEqual(["quantityBreaks.1 must begin at a larger quantity than the break before"]));

  test("must discount ever more, so that the price of a piece never rises", () =>
    expect(
      complaints([
        { from: 10, discountPermille: 50 },
        { from: 20, discountPermille: 40 },
      ]),
    ).toEqual(["quantityBreaks.1 must discount more than the break before"]));

  test("must not make ten pieces cheaper than nine", () =>
    expect(complaints([{ from: 10, discountPermille: 101 }])).toEqual([
      "quantityBreaks.0 would make an order cheaper than a smaller one",
    ]));
});

test("a code is words and hyphens", () => {
  expect(CatalogueCode.safeParse("gold-14k").success).toBe(true);
  for (const code of ["", "Gold", "gold--14k", "-gold", "__proto__", "gold 14k"])
    expect(CatalogueCode.safeParse(code).success).toBe(false);
});

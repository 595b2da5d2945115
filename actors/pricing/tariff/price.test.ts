import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { finding } from "#contracts/pricing/finding.ts";
import { Price, type PriceOptions } from "#contracts/pricing/price.ts";
import { PriceBook } from "#contracts/pricing/price-book.ts";
import { demoPriceBook } from "./demo-book.ts";
import { type PriceResult, priceGoods, priceModel } from "./price.ts";
import { books, contractor, nearBreaks } from "./testing/books.ts";
import { facts } from "./testing/facts.ts";
import { priced } from "./testing/priced.ts";

const polishedSilver: PriceOptions = {
  material: "silver-925",
  finishing: "polished",
  quantity: 1,
  unit: "mm",
  country: "DE",
};

const refused = (result: PriceResult) => ("price" in result ? [] : result.findings.map(({ code }) => code));

describe("a casting of half a cubic centimetre of silver", () => {
  test("costs its poured silver, the casting, the finishing and the setup", () =>
    expect(priceModel(facts(), polishedSilver, demoPriceBook)).toEqual({
      findings: [],
      price: {
        currency: "EUR",
        bookVersion: 1,
        quantity: 1,
        lines: [
          // 0.5 cm³ × 10.4 g/cm³ × 1.10 × 1.05 = 6.006 g, × 0.925 × 1.20 €/g × 1.25 = 8.333 €
          { code: "material", label: "Sterling silver 925", amount: 8_33 },
          { code: "casting", label: "Casting", amount: 5_00 },
          // 6 cm² × 1.20 € is less than the least
          { code: "finishing", label: "Polished", amount: 9_00 },
          { code: "setup", label: "Mould and setup, once per order", amount: 15_00 },
        ],
        net: 37_33,
        taxPermille: 190,
        tax: 7_09,
        total: 44_42,
        leadTimeDays: 11,
        weightsGrams: { poured: 6.006, cast: 5.044, delivered: 4.64 },
      },
    }));

  test("ten of them: pieces 5 % off, the setup only once", () => {
    const { lines, net } = priced(priceModel(facts(), { ...polishedSilver, quantity: 10 }, demoPriceBook));
    // 22.33 less 5 % is 21.21 a piece.
    expect(lines.map(({ code, amount }) => [code, amount])).toEqual([
      ["material", 83_30],
      ["casting", 50_00],
      ["finishing", 90_00],
      ["discount", -11_20],
      ["setup", 15_00],
    ]);
    expect(net).toBe(227_10);
  });

  test("stated in inches it is 25.4³ times the metal", () => {
    const inches = facts({ volume: 500 / 25.4 ** 3, area: 600 / 25.4 ** 2 });
    const result = priceModel(inches, { ...polishedSilver, unit: "inch" }, demoPriceBook);
    expect(result).toEqual(priceModel(facts(), polishedSilver, demoPriceBook));
  });

  test("is made in the unit its file states, whatever the customer says", () => {
    const stated = facts({ volume: 0.5, area: 6, units: "centimeter" });
    const result = priceModel(stated, { ...polishedSilver, unit: "inch" }, demoPriceBook);
    expect(result).toEqual(priceModel(facts(), polishedSilver, demoPriceBook));
  });

  test("what was found about the model comes with the price", () => {
    const findings = [finding("model/inside-out", "All triangles face inwards.")];
    expect(priceModel(facts({ findings }), polishedSilver, demoPriceBook)).toMatchObject({ findings });
  });
});

describe("ready-made goods", () => {
  test("cost their unit price and no setup", () =>
    expect(priced(priceGoods("band-classic-4mm", { quantity: 2, country: "FR" }, demoPriceBook))).toMatchObject({
      lines: [{ code: "goods", amount: 138_00 }],
      net: 138_00,
      tax: 27_60,
      total: 165_60,
    }));

  test("below the least order are topped up", () => {
    const book = { ...demoPriceBook, minimumOrderMinor: 100_00 };
    expect(priced(priceGoods("signet-blank-12mm", { quantity: 1, country: "FR" }, book)).lines).toEqual([
      { code: "goods", label: "Signet ring blank, 12 mm, brass", amount: 38_00 },
      { code: "minimum-order", label: "Up to the least order value", amount: 62_00 },
    ]);
  });
});

describe("refused with a finding:", () => {
  test.each([
    ["a material the book does not have", { material: "mithril" }, "pricing/material-unavailable"],
    ["a name every object has", { material: "constructor" }, "pricing/material-unavailable"],
    ["an unknown finishing", { finishing: "velvet" }, "pricing/finishing-unavailable"],
    ["a country without a tax", { country: "AQ" }, "pricing/country-unavailable"],
    ["a ring of metres", { unit: "m", material: "gold-18k" }, "pricing/out-of-range"],
  ] as const)("%s", (_, change, code) =>
    expect(refused(priceModel(facts(), { ...polishedSilver, ...change }, demoPriceBook))).toEqual([code]),
  );

  test("unknown goods", () =>
    expect(refused(priceGoods("toString", { quantity: 1, country: "DE" }, demoPriceBook))).toEqual([
      "pricing/goods-unavailable",
    ]));

  test("a model with an error, for the reason its facts give", () => {
    const open = facts({ volume: null, findings: [finding("model/not-closed", "The surface has holes.")] });
    expect(refused(priceModel(open, polishedSilver, demoPriceBook))).toEqual(["model/not-closed"]);
  });
});

describe("any price", () => {
  const quantities = fc.integer({ min: 1, max: 400 });
  const volumes = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
  const priceFor = (volume: number, book: PriceBook, quantity: number) =>
    priced(
      priceModel(
        facts({ volume, area: volume ** (2 / 3) * 6 }),
        { ...polishedSilver, quantity, account: contractor },
        book,
      ),
    );

  test("adds up to the cent", () =>
    fc.assert(
      fc.property(volumes, books, quantities, (volume, book, quantity) => {
        expect(Price.safeParse(priceFor(volume, book, quantity)).error).toBeUndefined();
      }),
    ));

  test("never falls when pieces are added, and per piece never rises", () =>
    fc.assert(
      fc.property(volumes, books, nearBreaks, (volume, book, near) => {
        const quantity = near(book.quantityBreaks);
        const now = priceFor(volume, book, quantity);
        const next = priceFor(volume, book, quantity + 1);
        expect(next.total).toBeGreaterThanOrEqual(now.total);
        expect(next.net * quantity).toBeLessThanOrEqual(now.net * (quantity + 1));
      }),
      { numRuns: 500 },
    ));
});

test("the demonstration price book is one", () => expect(PriceBook.parse(demoPriceBook)).toEqual(demoPriceBook));

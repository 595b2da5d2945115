import { describe, expect, test } from "bun:test";
import type { PriceBook } from "../pricing/price-book.ts";
import { evolveAllBooks, noBooks, type PriceBooks } from "./books.ts";
import type { PriceBookEvent } from "./events.ts";
import { bookAt, bookOf, evolvePriceBooks } from "./in-force.ts";

const gold = (fineMinorPerKilogram: number, currency: "EUR" | "USD" = "EUR", version = 1): PriceBook => ({
  version,
  currency,
  effectiveFrom: "2026-01-01T00:00:00Z",
  materials: {
    gold: {
      ...{ kind: "casting", name: "Gold", metal: "gold", densityGramsPerCm3: 15, fineMinorPerKilogram },
      ...{ purityPermille: 750, sprueAllowancePermille: 0, castingLossPermille: 0, shrinkagePermille: 0 },
      ...{ markupPermille: 0, castingFeeMinor: 0 },
    },
  },
  finishings: {},
  goods: {},
  setupMinor: 0,
  quantityBreaks: [],
  taxPermilleByCountry: {},
  minimumOrderMinor: 0,
});

const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}T00:00:00.000Z`;
const first: PriceBookEvent = { type: "PriceBookPublished", v: 2, at: day(1), book: gold(100) };
const approved = (version: number, on: number, from: number, book = gold(version * 100)): PriceBookEvent => ({
  ...{ type: "PriceBookApproved", v: 1, at: day(on), draft: "aaaaaaaaaaaaaaaa", by: "sel_bbbbbbbbbbbbbbbb" },
  book: { ...book, version, effectiveFrom: day(from) },
});
const fix = (n: number, on: number, price: number): PriceBookEvent => ({
  ...{ type: "MetalFixPublished", v: 1, at: day(on), fix: n, currency: "EUR", by: "sel_aaaaaaaaaaaaaaaa" },
  fineMinorPerKilogram: { gold: price },
});
const withdrawn = (version: number, on: number): PriceBookEvent => ({
  ...{ type: "PriceBookWithdrawn", v: 1, at: day(on), version, reason: "a slip", by: "sel_aaaaaaaaaaaaaaaa" },
});

const fold = (...events: PriceBookEvent[]): PriceBooks => events.reduce(evolvePriceBooks, noBooks);
/** Version, fix and price of gold that prices are made from on a day. */
const on = (books: PriceBooks, n: number) => {
  const book = bookAt(books, day(n));
  const material = book?.materials["gold"];
  return book && [book.version, book.metalFix, material?.kind === "casting" && material.fineMinorPerKilogram];
};

describe("prices are made", () => {
  test("from nothing before there was a book", () => expect(bookAt(undefined, day(1))).toBeUndefined());

  test("from the first book at once, whatever day it names", () => {
    const later = { ...gold(100), effectiveFrom: day(20) };
    expect(on(fold({ type: "PriceBookPublished", v: 2, at: day(1), book: later }), 1)).toEqual([1, undefined, 100]);
  });

  test("from an approved book on its day, and not before", () => {
    const books = fold(first, approved(2, 2, 10));
    expect(on(books, 9)).toEqual([1, undefined, 100]);
    expect(on(books, 10)).toEqual([2, undefined, 200]);
  });

  test("from the book whose day came last, whatever was approved first", () => {
    const books = fold(first, approved(2, 2, 10), approved(3, 3, 5));
    expect([4, 5, 9, 10].map((n) => on(books, n)?.[0])).toEqual([1, 3, 3, 2]);
  });

  test("from the later of two of one day", () =>
    expect(on(fold(first, approved(2, 2, 10), approved(3, 3, 10)), 10)?.[0]).toBe(3));

  test("from the one before where a book was withdrawn", () =>
    expect(on(fold(first, approved(2, 2, 10), withdrawn(2, 3)), 11)?.[0]).toBe(1));

  test("at the fix of the day, under a new book too", () => {
    const books = fold(first, fix(1, 3, 110), fix(2, 5, 120), approved(2, 6, 8));
    expect([2, 3, 5, 8].map((n) => on(books, n))).toEqual([
      [1, undefined, 100],
      [1, 1, 110],
      [1, 2, 120],
      [2, 2, 120],
    ]);
  });

  test("at the book's own figures where the fix is in another currency", () =>
    expect(on(fold(first, fix(1, 3, 110), approved(2, 4, 4, gold(300, "USD"))), 5)).toEqual([2, undefined, 300]));
});

test("what prices are made from stays small, and the log knows everything", () => {
  const events: PriceBookEvent[] = [first];
  for (let n = 2; n <= 20; n++) events.push(approved(n, n, n), fix(n, n, n));
  const small = events.reduce(evolvePriceBooks, noBooks);
  expect([small.published.length, small.fixes.length]).toEqual([2, 5]);
  const all = events.reduce(evolveAllBooks, noBooks);
  expect([all.published.length, all.fixes.length, all.lastVersion]).toEqual([20, 19, 20]);
  expect(bookOf(all, 7, 5)).toMatchObject({
    version: 7,
    metalFix: 5,
    materials: { gold: { fineMinorPerKilogram: 5 } },
  });
  expect(bookOf(all, 7)).toMatchObject({ version: 7, materials: { gold: { fineMinorPerKilogram: 700 } } });
  expect([bookOf(all, 21), bookOf(all, 7, 99)]).toEqual([undefined, undefined]);
  for (const n of [19, 20]) expect(bookAt(small, day(n))).toEqual(bookAt(all, day(n)));
});

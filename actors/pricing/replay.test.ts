import { expect, test } from "bun:test";
import fc from "fast-check";
import { noBooks, type PriceBooks } from "#contracts/price-book/books.ts";
import { bookOf } from "#contracts/price-book/in-force.ts";
import type { BookInForce, PriceBook } from "#contracts/pricing/price-book.ts";
import { quoteHistory } from "#contracts/quote/history.ts";
import { evolveQuote, type Quote } from "#contracts/quote/quote.ts";
import * as a from "../quote/builders.ts";
import { recordOf } from "./record.ts";
import { demoPriceBook } from "./tariff/demo-book.ts";
import { facts } from "./tariff/testing/facts.ts";
import { priceOfWish } from "./wish.ts";

/** The book a year later: every metal and every fee is another. */
const dearer = (book: PriceBook, version: number): PriceBook => ({
  ...book,
  version,
  setupMinor: book.setupMinor + version,
  materials: Object.fromEntries(
    Object.entries(book.materials).map(([code, material]) => [
      code,
      material.kind === "casting"
        ? { ...material, fineMinorPerKilogram: Math.round(material.fineMinorPerKilogram * (1 + version / 7)) }
        : material,
    ]),
  ),
});
const books = [1, 2, 3, 4].map((version) => dearer(demoPriceBook, version));
const at = "2026-01-01T00:00:00.000Z";
/** All the books and fixes there have ever been, as the price books' log tells them. */
const all: PriceBooks = {
  ...noBooks,
  lastVersion: 4,
  published: books.map((book) => ({ book, since: at, publishedAt: at, authors: [] })),
  fixes: [1, 2, 3].map((fix) => ({
    fix,
    at,
    by: a.seller,
    currency: "EUR",
    fineMinorPerKilogram: { gold: 100_000_00 + fix * 1_234_56, silver: 1_200_00 + fix * 77 },
  })),
};
/** The book of a version at a fix; there may be none. */
const inForce = (version: number, fix: number | undefined): BookInForce => {
  const book = bookOf(all, version, fix);
  if (!book) throw new Error(`there was no book ${version} at fix ${fix}`);
  return book;
};

const anyFacts = fc
  .record({
    volume: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    area: fc.double({ min: 1e-2, max: 1e6, noNaN: true }),
  })
  .map((measures) => facts({ ...measures, sha256: a.sha256 }));
const anyChoice = fc.record({
  material: fc.constantFrom(...Object.keys(demoPriceBook.materials)),
  finishing: fc.constantFrom("raw", "polished"),
  quantity: fc.integer({ min: 1, max: 500 }),
});
const anyUnit = fc.constantFrom("mm", "cm", "inch");
const anyCountry = fc.constantFrom(...Object.keys(demoPriceBook.taxPermilleByCountry));
const round = fc.record({
  version: fc.constantFrom(1, 2, 3, 4),
  fix: fc.constantFrom(undefined, 1, 2, 3),
  choice: anyChoice,
  country: anyCountry,
});

test("a stored quote replays to the cent from its own events and the book it names, whatever came after", () => {
  let replayed = 0;
  fc.assert(
    fc.property(anyFacts, anyUnit, fc.array(round, { minLength: 1, maxLength: 4 }), (found, unit, rounds) => {
      const [first] = rounds;
      const request = { ...a.commands.RequestQuote, model: { ...a.ring, unit }, ...first };
      const { version: _, fix: __, ...wish } = request as typeof request & { version?: number; fix?: number };
      let events = a.then([], wish);
      for (const [i, { version, fix, choice, country }] of rounds.entries()) {
        if (i > 0) events = a.then(events, { type: "Requote", choice, country });
        const quote = events.reduce<Quote | undefined>(evolveQuote, undefined) as Quote;
        const result = { ...priceOfWish(quote, found, inForce(version, fix)), facts: found };
        events = a.then(
          events,
          recordOf({ quoteId: a.quoteId, submission: quote.submission }, result, a.acceptBy) as never,
        );
      }
      // Years later there is nothing but the log's text, and the books by their numbers.
      let quote: Quote | undefined;
      for (const event of JSON.parse(JSON.stringify(events))) {
        quote = evolveQuote(quote, quoteHistory.read(event));
        if (event.type !== "QuotePriced") continue;
        const again = priceOfWish(quote, event.facts, inForce(event.price.bookVersion, event.price.metalFix));
        expect("price" in again && again.price).toEqual(event.price);
        replayed += 1;
      }
    }),
    { numRuns: 300 },
  );
  expect(replayed).toBeGreaterThan(200);
});

test("10,000 new prices for as many books read no geometry: facts are all there is of the model", () => {
  const ring = facts();
  const wish = { owner: a.customer, goods: { kind: "model" }, model: a.ring, choice: a.choice, country: "DE" } as const;
  const totals = new Set<number>();
  for (let version = 1; version <= 10_000; version++) {
    const result = priceOfWish(wish, ring, { ...demoPriceBook, version, setupMinor: version });
    if ("price" in result) totals.add(result.price.net);
  }
  expect(totals.size).toBeGreaterThan(5_000);
});

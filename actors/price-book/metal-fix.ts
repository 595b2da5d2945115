import type { MetalFix, PriceBooks } from "#contracts/price-book/books.ts";
import type { PriceBookCommand } from "#contracts/price-book/commands.ts";
import type { PriceBookEvent } from "#contracts/price-book/events.ts";
import { publishedAt } from "#contracts/price-book/in-force.ts";
import type { MetalPrices } from "#contracts/price-book/parts.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import { type Given, type Rejection, reject } from "../runtime/decider.ts";

/** A fix further off than this from the one before is a slip of the hand until it is said to be meant: 25 %. */
const jump = 1.25;

/** What each metal cost before: by the last fix, else by the book. */
function pricesBefore(book: PriceBook, last: MetalFix | undefined): Map<string, number> {
  const castings = Object.values(book.materials).filter((material) => material.kind === "casting");
  const byBook = castings.flatMap(({ metal, fineMinorPerKilogram }) =>
    metal === undefined ? [] : [[metal, fineMinorPerKilogram] as const],
  );
  return new Map([...byBook, ...Object.entries(last?.fineMinorPerKilogram ?? {})]);
}

const isJump = (before: number, after: number) => after > before * jump || before > after * jump;

/** A new fix: known metals, in the book's currency, and no slip of the hand. */
export function metalFix(
  books: PriceBooks | undefined,
  { currency, fineMinorPerKilogram, confirmed }: Extract<PriceBookCommand, { type: "PublishMetalFix" }>,
  { at, by }: Given,
): readonly PriceBookEvent[] | Rejection {
  const book = books && publishedAt(books, at)?.book;
  if (!book) return reject("price-book/not-found");
  if (book.currency !== currency) return reject("price-book/other-currency");
  const newest = books.fixes.at(-1);
  const last = newest?.currency === currency ? newest : undefined;
  const before = pricesBefore(book, last);
  const named = Object.entries(fineMinorPerKilogram);
  if (named.some(([metal]) => !before.has(metal))) return reject("price-book/no-such-metal");
  if (!confirmed && named.some(([metal, price]) => isJump(before.get(metal)!, price))) {
    return reject("price-book/metal-jumps");
  }
  const all: MetalPrices = { ...last?.fineMinorPerKilogram, ...fineMinorPerKilogram };
  const fix = (newest?.fix ?? 0) + 1;
  return [{ type: "MetalFixPublished", v: 1, at, fix, currency, fineMinorPerKilogram: all, by }];
}

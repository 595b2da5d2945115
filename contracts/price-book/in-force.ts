import type { Material } from "../pricing/material.ts";
import type { BookInForce, PriceBook } from "../pricing/price-book.ts";
import { evolveAllBooks, type MetalFix, type PriceBooks, type Published } from "./books.ts";
import type { PriceBookEvent } from "./events.ts";

const isBy = (moment: string, at: string): boolean => Date.parse(moment) <= Date.parse(at);

/** The publication prices are made from at a moment: of those in effect the latest, and of two at once the later version. */
export function publishedAt({ published }: PriceBooks, at: string): Published | undefined {
  const effective = published.filter(({ since, withdrawn }) => !withdrawn && isBy(since, at));
  return effective.reduce<Published | undefined>(
    (latest, one) => (latest && Date.parse(latest.since) > Date.parse(one.since) ? latest : one),
    undefined,
  );
}

export const fixAt = ({ fixes }: PriceBooks, at: string): MetalFix | undefined =>
  fixes.findLast((one) => isBy(one.at, at));

function atFix(material: Material, { fineMinorPerKilogram }: MetalFix): Material {
  if (material.kind !== "casting" || material.metal === undefined) return material;
  if (!Object.hasOwn(fineMinorPerKilogram, material.metal)) return material;
  return { ...material, fineMinorPerKilogram: fineMinorPerKilogram[material.metal]! };
}

/** A book with the metals at a fix; a fix in another currency is none. */
export function withFix(book: PriceBook, fix: MetalFix | undefined): BookInForce {
  if (fix?.currency !== book.currency) return book;
  const materials = Object.entries(book.materials).map(([code, material]) => [code, atFix(material, fix)]);
  return { ...book, materials: Object.fromEntries(materials), metalFix: fix.fix };
}

/** What prices are made from at a moment; undefined before there was a book. */
export function bookAt(books: PriceBooks | undefined, at: string): BookInForce | undefined {
  const book = books && publishedAt(books, at)?.book;
  return book && withFix(book, fixAt(books, at));
}

/** What a price was made from, by the numbers it carries, so that it can be made again. */
export function bookOf(books: PriceBooks, version: number, metalFix?: number): BookInForce | undefined {
  const book = books.published.find((one) => one.book.version === version)?.book;
  if (!book || metalFix === undefined) return book;
  const fix = books.fixes.find((one) => one.fix === metalFix);
  return fix && withFix(book, fix);
}

/** Fixes kept where prices are made; a clock that is behind needs the one before the last. */
const fixesKept = 5;

/**
 * The books after one more event, as much as prices are made from: what is in force, what will be, and the one before,
 * for clocks that are behind. Everything else is in the log (evolveAllBooks).
 */
export function evolvePriceBooks(books: PriceBooks | undefined, event: PriceBookEvent): PriceBooks {
  const all = evolveAllBooks(books, event);
  const now = publishedAt(all, event.at);
  const nowIndex = now ? all.published.indexOf(now) : 0;
  const published = all.published.filter(
    (one, i) => i >= nowIndex - 1 || (!one.withdrawn && !isBy(one.since, event.at)),
  );
  return { ...all, published, fixes: all.fixes.slice(-fixesKept) };
}

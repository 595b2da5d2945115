import type { PriceBook } from "../pricing/price-book.ts";
import type { Currency } from "../shared/money.ts";
import type { PriceBookEvent } from "./events.ts";
import type { BookDraft, MetalPrices } from "./parts.ts";

/** A book somebody is writing; who wrote any of it may not approve it. */
export interface Draft {
  readonly revision: number;
  readonly book: BookDraft;
  readonly authors: readonly string[];
  /** Of the last revision. */
  readonly at: string;
}

/** A book with a version. */
export interface Published {
  readonly book: PriceBook;
  /** From when prices are made from it. */
  readonly since: string;
  readonly publishedAt: string;
  readonly authors: readonly string[];
  readonly approvedBy?: string;
  readonly withdrawn?: { readonly at: string; readonly by: string; readonly reason: string };
}

/** What fine metals cost from a moment on, minor units a kilogram. */
export interface MetalFix {
  readonly fix: number;
  readonly at: string;
  readonly by: string;
  readonly currency: Currency;
  readonly fineMinorPerKilogram: MetalPrices;
}

/** The price books of an installation: those written, those published, and the fixes of the metals. */
export interface PriceBooks {
  readonly lastVersion: number;
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Ascending by version. */
  readonly published: readonly Published[];
  /** Ascending; each stands for itself. */
  readonly fixes: readonly MetalFix[];
}

export const noBooks: PriceBooks = { lastVersion: 0, drafts: {}, published: [], fixes: [] };

export const draftOf = ({ drafts }: PriceBooks, draft: string): Draft | undefined =>
  Object.hasOwn(drafts, draft) ? drafts[draft] : undefined;

function without(books: PriceBooks, draft: string): PriceBooks {
  const drafts = { ...books.drafts };
  delete drafts[draft];
  return { ...books, drafts };
}

const publish = (books: PriceBooks, published: Published): PriceBooks => ({
  ...books,
  lastVersion: published.book.version,
  published: [...books.published, published],
});

const earlier = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? a : b);

type Events = { readonly [Type in PriceBookEvent["type"]]: Extract<PriceBookEvent, { type: Type }> };
const rows: { readonly [Type in keyof Events]: (books: PriceBooks, event: Events[Type]) => PriceBooks } = {
  // It was in force as soon as it was there, whatever day it named.
  PriceBookPublished: (books, { book, at }) =>
    publish(books, { book, since: earlier(book.effectiveFrom, at), publishedAt: at, authors: [] }),
  PriceBookDrafted: (books, { draft, revision, book, by, at }) => {
    const authors = [...new Set([...(draftOf(books, draft)?.authors ?? []), by])];
    return { ...books, drafts: { ...books.drafts, [draft]: { revision, book, authors, at } } };
  },
  PriceBookApproved: (books, { draft, book, by, at }) => {
    const authors = draftOf(books, draft)?.authors ?? [];
    const published = { book, since: book.effectiveFrom, publishedAt: at, authors, approvedBy: by };
    return publish(without(books, draft), published);
  },
  PriceBookDraftDiscarded: (books, { draft }) => without(books, draft),
  PriceBookWithdrawn: (books, { version, at, by, reason }) => ({
    ...books,
    published: books.published.map((one) =>
      one.book.version === version ? { ...one, withdrawn: { at, by, reason } } : one,
    ),
  }),
  MetalFixPublished: (books, { fix, at, by, currency, fineMinorPerKilogram }) => ({
    ...books,
    fixes: [...books.fixes, { fix, at, by, currency, fineMinorPerKilogram }],
  }),
};

/** The books after one more event, all there ever were: for those who look back. */
export function evolveAllBooks(books: PriceBooks | undefined, event: PriceBookEvent): PriceBooks {
  const row = rows[event.type] as (books: PriceBooks, event: PriceBookEvent) => PriceBooks;
  return row(books ?? noBooks, event);
}

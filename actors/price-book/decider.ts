import { type Draft, draftOf, noBooks, type PriceBooks } from "#contracts/price-book/books.ts";
import type { PriceBookCommand } from "#contracts/price-book/commands.ts";
import type { PriceBookEvent } from "#contracts/price-book/events.ts";
import { evolvePriceBooks } from "#contracts/price-book/in-force.ts";
import { type Decider, type Given, type Rejection, reject } from "../runtime/decider.ts";
import { metalFix } from "./metal-fix.ts";

/** Drafts are held where prices are made: what everybody forgot is to be discarded. */
const openDraftsMax = 5;

const later = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);
const mark = ({ at }: Given) => ({ v: 1, at }) as const;

/** The draft in the revision somebody read: on another one they may think otherwise. */
function seenDraft(books: PriceBooks, draft: string, revision: number): Draft | Rejection {
  const known = draftOf(books, draft);
  if (!known) return reject("price-book/draft-not-found");
  return known.revision === revision ? known : reject("price-book/draft-changed");
}

/** The price books of an installation, the first of which needs no approval: there was no price before it. */
export const priceBookDecider: Decider<PriceBooks | undefined, PriceBookCommand, PriceBookEvent> = {
  initial: undefined,
  evolve: evolvePriceBooks,
  decide: {
    PublishPriceBook: (books, { book }, { at }) => {
      if (books?.lastVersion && book.version === books.lastVersion + 1) return reject("price-book/needs-approval");
      if (books?.lastVersion || book.version !== 1) return reject("price-book/not-next");
      return [{ type: "PriceBookPublished", v: 2, at, book }];
    },
    DraftPriceBook: (books = noBooks, { draft, book }, given) => {
      if (draftOf(books, draft)) return reject("price-book/draft-exists");
      if (Object.keys(books.drafts).length >= openDraftsMax) return reject("price-book/too-many-drafts");
      return [{ type: "PriceBookDrafted", ...mark(given), draft, revision: 1, book, by: given.by }];
    },
    RevisePriceBookDraft: (books = noBooks, { draft, revision, book }, given) => {
      const known = seenDraft(books, draft, revision);
      if ("rejected" in known) return known;
      return [{ type: "PriceBookDrafted", ...mark(given), draft, revision: revision + 1, book, by: given.by }];
    },
    ApprovePriceBook: (books = noBooks, { draft, revision }, given) => {
      const known = seenDraft(books, draft, revision);
      if ("rejected" in known) return known;
      if (known.authors.includes(given.by)) return reject("price-book/own-draft");
      const effectiveFrom = later(known.book.effectiveFrom, given.at);
      const book = { ...known.book, version: books.lastVersion + 1, effectiveFrom };
      return [{ type: "PriceBookApproved", ...mark(given), draft, book, by: given.by }];
    },
    DiscardPriceBookDraft: (books = noBooks, { draft }, given) =>
      draftOf(books, draft)
        ? [{ type: "PriceBookDraftDiscarded", ...mark(given), draft, by: given.by }]
        : reject("price-book/draft-not-found"),
    WithdrawPriceBook: (books = noBooks, { version, reason }, given) => {
      if (version > books.lastVersion) return reject("price-book/version-not-found");
      const known = books.published.find(({ book }) => book.version === version);
      if (known?.withdrawn) return [];
      // Prices have been made from it, or the state would hold it as coming.
      if (!known || Date.parse(known.since) <= Date.parse(given.at)) return reject("price-book/in-force");
      return [{ type: "PriceBookWithdrawn", ...mark(given), version, reason, by: given.by }];
    },
    PublishMetalFix: metalFix,
  },
};

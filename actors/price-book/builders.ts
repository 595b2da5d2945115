import type { PriceBookCommand } from "#contracts/price-book/commands.ts";
import type { PriceBookEvent } from "#contracts/price-book/events.ts";
import type { BookDraft } from "#contracts/price-book/parts.ts";
import { PriceBook } from "#contracts/pricing/price-book.ts";

/** Nouns of the price book's tests. Fixed people and days; each takes what a test wants to say and fills in the rest. */
type Event<Type> = Extract<PriceBookEvent, { type: Type }>;
type Command<Type> = Extract<PriceBookCommand, { type: Type }>;

export const author = "sel_aaaaaaaaaaaaaaaa";
export const approver = "sel_bbbbbbbbbbbbbbbb";
export const draft = "aaaaaaaaaaaaaaaa";
export const today = "2026-11-22T08:00:00.000Z";
export const tomorrow = "2026-11-23T08:00:00.000Z";
export const nextWeek = "2026-11-29T08:00:00.000Z";

/** A book of one casting in gold at 100 euros a gram. */
export const book = (version: number, more: Partial<PriceBook> = {}): PriceBook =>
  PriceBook.parse({
    version,
    currency: "EUR",
    effectiveFrom: today,
    materials: {
      "gold-18k": {
        name: "Gold 18k",
        densityGramsPerCm3: 15.5,
        metal: "gold",
        fineMinorPerKilogram: 100_000_00,
        purityPermille: 750,
        sprueAllowancePermille: 100,
        castingLossPermille: 50,
        shrinkagePermille: 30,
        markupPermille: 200,
        castingFeeMinor: 6_00,
      },
    },
    finishings: { raw: { name: "As made", perCm2Minor: 0, minimumMinor: 0, removedPermille: 0 } },
    goods: {},
    setupMinor: 15_00,
    quantityBreaks: [],
    taxPermilleByCountry: { DE: 190 },
    minimumOrderMinor: 0,
    ...more,
  });

export const bookDraft = (more: Partial<PriceBook> = {}): BookDraft => {
  const { version: _, ...rest } = book(1, more);
  return rest;
};

export const first = (): PriceBookEvent => ({ type: "PriceBookPublished", v: 2, at: today, book: book(1) });
export const drafted = (more: Partial<Event<"PriceBookDrafted">> = {}): PriceBookEvent => ({
  ...{ type: "PriceBookDrafted", v: 1, at: today, draft, revision: 1, book: bookDraft(), by: author },
  ...more,
});
/** The next version, in effect from a day on. */
export const approved = (version: number, effectiveFrom: string, more: Partial<PriceBook> = {}): PriceBookEvent => ({
  ...{ type: "PriceBookApproved", v: 1, at: today, draft, by: approver },
  book: book(version, { effectiveFrom, ...more }),
});
export const fixed = (fix: number, at: string, gold: number): PriceBookEvent => ({
  ...{ type: "MetalFixPublished", v: 1, at, fix, currency: "EUR", by: author },
  fineMinorPerKilogram: { gold },
});

/** A legal form of every command, for tables over all of them. */
export const commands: { readonly [Type in PriceBookCommand["type"]]: Command<Type> } = {
  PublishPriceBook: { type: "PublishPriceBook", book: book(1) },
  DraftPriceBook: { type: "DraftPriceBook", draft, book: bookDraft({ effectiveFrom: nextWeek }) },
  RevisePriceBookDraft: { type: "RevisePriceBookDraft", draft, revision: 1, book: bookDraft() },
  ApprovePriceBook: { type: "ApprovePriceBook", draft, revision: 1 },
  DiscardPriceBookDraft: { type: "DiscardPriceBookDraft", draft },
  WithdrawPriceBook: { type: "WithdrawPriceBook", version: 2, reason: "a good reason" },
  PublishMetalFix: { type: "PublishMetalFix", currency: "EUR", fineMinorPerKilogram: { gold: 110_000_00 } },
};

export const by = (who: string, at = today) => ({ at, by: who });

import { z } from "zod";
import { PriceBook } from "../pricing/price-book.ts";
import { event, eventOfVersion } from "../shared/message.ts";
import { Currency } from "../shared/money.ts";
import { BookDraft, DraftId, MetalPrices } from "./parts.ts";

const by = z.string();

export const PriceBookEvent = z.discriminatedUnion("type", [
  eventOfVersion("PriceBookPublished", 2, { book: PriceBook }),
  event("PriceBookDrafted", { draft: DraftId, revision: z.int().positive(), book: BookDraft, by }),
  /** With the version it was given; `effectiveFrom` is never before the approval. */
  event("PriceBookApproved", { draft: DraftId, book: PriceBook, by }),
  event("PriceBookDraftDiscarded", { draft: DraftId, by }),
  event("PriceBookWithdrawn", { version: z.int().positive(), reason: z.string(), by }),
  /** All metals that have a fix, those that did not change too: a fix stands for itself. */
  event("MetalFixPublished", {
    fix: z.int().positive(),
    currency: Currency,
    fineMinorPerKilogram: MetalPrices,
    by,
  }),
]);
export type PriceBookEvent = z.infer<typeof PriceBookEvent>;

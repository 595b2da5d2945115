import { z } from "zod";
import { PriceBook } from "../pricing/price-book.ts";
import { command } from "../shared/message.ts";
import { Currency } from "../shared/money.ts";
import { BookDraft, DraftId, MetalPrices } from "./parts.ts";

const version = z.int().positive();
const revision = z.int().positive();

/** The first book of an installation. Later ones are drafted and approved. */
const PublishPriceBook = command("PublishPriceBook", { book: PriceBook });
const DraftPriceBook = command("DraftPriceBook", { draft: DraftId, book: BookDraft });
/** Puts a book in the place of the draft's last revision, which `revision` names. */
const RevisePriceBookDraft = command("RevisePriceBookDraft", { draft: DraftId, revision, book: BookDraft });
/** By somebody who wrote none of the draft's revisions; `revision` is the one they read. */
const ApprovePriceBook = command("ApprovePriceBook", { draft: DraftId, revision });
const DiscardPriceBookDraft = command("DiscardPriceBookDraft", { draft: DraftId });
/** Takes an approved book back before it takes effect. */
const WithdrawPriceBook = command("WithdrawPriceBook", { version, reason: z.string().trim().min(3).max(500) });
/** Metals at today's prices; those that are not named stay as they were. */
const PublishMetalFix = command("PublishMetalFix", {
  currency: Currency,
  fineMinorPerKilogram: MetalPrices,
  /** A price far from the last one is meant. */
  confirmed: z.boolean().optional(),
});

export const PriceBookCommand = z.discriminatedUnion("type", [
  PublishPriceBook,
  DraftPriceBook,
  RevisePriceBookDraft,
  ApprovePriceBook,
  DiscardPriceBookDraft,
  WithdrawPriceBook,
  PublishMetalFix,
]);
export type PriceBookCommand = z.infer<typeof PriceBookCommand>;

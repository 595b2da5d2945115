import { z } from "zod";
import { BookDraft, DraftId, MetalPrices } from "../price-book/parts.ts";
import { PriceBook } from "../pricing/price-book.ts";
import { Currency } from "../shared/money.ts";

/** A book as prices are made from it. */
export const BookAnswer = PriceBook.extend({
  metalFix: z.int().positive().optional().describe("the fix its metals are at"),
}).meta({ id: "PriceBook" });

export const FirstBookBody = PriceBook.meta({ id: "FirstPriceBook" });
export const DraftBody = BookDraft.meta({ id: "NewPriceBookDraft" });
export const ReviseBody = z
  .strictObject({ revision: z.int().positive().describe("the one you read"), book: BookDraft })
  .meta({ id: "RevisePriceBookDraft" });

const DraftSummary = z.object({
  draft: DraftId,
  revision: z.int().positive(),
  authors: z.array(z.string()),
  at: z.iso.datetime(),
  effectiveFrom: z.iso.datetime(),
});
export const DraftsAnswer = z.object({ items: z.array(DraftSummary) }).meta({ id: "PriceBookDrafts" });
export const DraftAnswer = DraftSummary.extend({ book: BookDraft }).meta({ id: "PriceBookDraft" });
export const ApproveBody = z
  .strictObject({ revision: z.int().positive().describe("the one you read") })
  .meta({ id: "ApprovePriceBook" });

const VersionStatus = z.enum(["coming", "in-force", "past", "withdrawn"]);
const VersionAnswer = z
  .object({
    version: z.int().positive(),
    status: VersionStatus,
    effectiveFrom: z.iso.datetime(),
    publishedAt: z.iso.datetime(),
    authors: z.array(z.string()),
    approvedBy: z.string().optional(),
    withdrawn: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: "PriceBookVersion" });
export const BookQuery = z.strictObject({
  fix: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("with the metals at this fix, as prices made from it were"),
});
export const WithdrawBody = z
  .strictObject({ reason: z.string().trim().min(3).max(500) })
  .meta({ id: "WithdrawPriceBook" });
export type VersionStatus = z.infer<typeof VersionStatus>;
export const VersionsAnswer = z.object({ items: z.array(VersionAnswer) }).meta({ id: "PriceBookVersions" });

export const FixBody = z
  .strictObject({
    currency: Currency,
    fineMinorPerKilogram: MetalPrices.describe("of fine metal, minor units a kilogram; the others stay as they were"),
    confirmed: z.boolean().optional().describe("more than a quarter off the last price, and meant"),
  })
  .meta({ id: "NewMetalFix" });
const FixAnswer = z
  .object({
    fix: z.int().positive(),
    at: z.iso.datetime(),
    by: z.string(),
    currency: Currency,
    fineMinorPerKilogram: z.record(z.string(), z.int()),
  })
  .meta({ id: "MetalFix" });
export const FixesAnswer = z.object({ items: z.array(FixAnswer) }).meta({ id: "MetalFixes" });
/** What the books stand at after a change. */
export const BooksWritten = z
  .object({
    version: z.int().nonnegative().describe("of the last book that was published, in force or coming"),
    fix: z.int().nonnegative(),
    revisions: z.record(z.string(), z.int()).describe("of the open drafts"),
  })
  .meta({ id: "PriceBooksWritten" });
export type BooksWritten = z.infer<typeof BooksWritten>;
export const DraftWritten = BooksWritten.extend({ draft: DraftId }).meta({ id: "PriceBookDraftWritten" });

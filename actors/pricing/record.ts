import type { OrderCommand } from "#contracts/order/commands.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { PricingJob } from "#contracts/pricing/job.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import type { MetalFix } from "#contracts/quote/parts.ts";
import type { PriceResult } from "./tariff/price.ts";

/** A price or why there is none, and what it was made from. */
export type Found = PriceResult & { readonly facts?: ModelFacts; readonly metalFix?: MetalFix };

export type RecordCommand = Extract<
  OrderCommand | QuoteCommand,
  { type: "RecordPrice" | "RecordPricingFailure" | "RecordQuotePrice" | "RecordQuoteFailure" }
>;

/** What the metal costs in this book: kept with a quote. */
export function metalFixOf(material: string, { materials }: PriceBook): { readonly metalFix?: MetalFix } {
  const entry = Object.hasOwn(materials, material) ? materials[material] : undefined;
  return entry && "fineMinorPerKilogram" in entry
    ? { metalFix: { material, fineMinorPerKilogram: entry.fineMinorPerKilogram } }
    : {};
}

/** The command that tells an order or a quote what was found. A quote keeps all that its price was made from. */
export function recordOf(job: PricingJob, found: Found, acceptBy: string): RecordCommand {
  const { submission } = job;
  const isQuote = "quoteId" in job;
  const { findings, facts, metalFix } = found;
  if (!("price" in found)) {
    return { type: isQuote ? "RecordQuoteFailure" : "RecordPricingFailure", submission, findings };
  }
  const sha256 = facts === undefined ? {} : { sha256: facts.sha256 };
  const priced = { submission, price: found.price, acceptBy, findings, ...sha256 };
  if (!isQuote) return { type: "RecordPrice", ...priced };
  return { type: "RecordQuotePrice", ...priced, ...(facts && { facts }), ...(metalFix && { metalFix }) };
}

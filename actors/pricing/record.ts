import type { OrderCommand } from "#contracts/order/commands.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { PricingJob } from "#contracts/pricing/job.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import type { PriceResult } from "./tariff/price.ts";

/** A price or why there is none, and what it was made from. */
export type Found = PriceResult & { readonly facts?: ModelFacts };

export type RecordCommand = Extract<
  OrderCommand | QuoteCommand,
  { type: "RecordPrice" | "RecordPricingFailure" | "RecordQuotePrice" | "RecordQuoteFailure" }
>;

/** The command that tells an order or a quote what was found. A quote keeps all that its price was made from. */
export function recordOf(job: PricingJob, found: Found, acceptBy: string): RecordCommand {
  const { submission } = job;
  const isQuote = "quoteId" in job;
  const { findings, facts } = found;
  const measured = isQuote && facts ? { facts } : {};
  if (!("price" in found)) {
    if (isQuote) return { type: "RecordQuoteFailure", submission, findings, ...measured };
    return { type: "RecordPricingFailure", submission, findings };
  }
  const sha256 = facts === undefined ? {} : { sha256: facts.sha256 };
  const priced = { submission, price: found.price, acceptBy, findings, ...sha256 };
  return isQuote ? { type: "RecordQuotePrice", ...priced, ...measured } : { type: "RecordPrice", ...priced };
}

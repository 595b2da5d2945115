import type { OrderCommand } from "#contracts/order/commands.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { PricingJob } from "#contracts/pricing/job.ts";
import type { QuoteAnswered, QuoteCommand } from "#contracts/quote/commands.ts";
import type { PriceResult } from "./tariff/price.ts";

/** A price or why there is none, and what it was made from. */
export type Found = PriceResult & { readonly facts?: ModelFacts };

export type RecordCommand = Extract<
  OrderCommand | QuoteCommand,
  { type: "RecordPrice" | "RecordPricingFailure" | "RecordQuotePrice" | "RecordQuoteFailure" }
>;

/** What a quote keeps of an answer: all that its price was made from. */
export function answerOf({ facts, ...found }: Found, acceptBy: string): QuoteAnswered {
  const measured = facts ? { facts } : {};
  if (!("price" in found)) return { findings: [...found.findings], ...measured };
  const sha256 = facts ? { sha256: facts.sha256 } : {};
  return { price: found.price, acceptBy, findings: [...found.findings], ...sha256, ...measured };
}

/** The command that tells an order or a quote what was found. */
export function recordOf(job: PricingJob, found: Found, acceptBy: string): RecordCommand {
  const { submission } = job;
  if ("quoteId" in job) {
    const answer = answerOf(found, acceptBy);
    return {
      type: "price" in answer ? "RecordQuotePrice" : "RecordQuoteFailure",
      submission,
      ...answer,
    } as RecordCommand;
  }
  const { findings, facts } = found;
  if (!("price" in found)) return { type: "RecordPricingFailure", submission, findings };
  const sha256 = facts === undefined ? {} : { sha256: facts.sha256 };
  return { type: "RecordPrice", submission, price: found.price, acceptBy, findings, ...sha256 };
}

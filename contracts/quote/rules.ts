import type { RefusalCode } from "../shared/refusal.ts";
import type { QuoteCommand } from "./commands.ts";
import type { QuoteStatus } from "./parts.ts";
import type { Quote } from "./quote.ts";

type Type = QuoteCommand["type"];
/** What somebody can be offered to do with a quote. */
export type QuoteAction = "AcceptQuote" | "Requote" | "OverrideQuote" | "ApproveOverride";

/** The first command, and news that may come at any time and mean nothing. */
type OfAnyStatus = "RequestQuote" | "ExpireQuote" | "RecordModelStored" | "RecordModelLost";
/** What needs the model's file. */
const needsFile: readonly Type[] = ["AcceptQuote", "Requote"];

/** In which statuses a command on an existing quote is legal. A timer is never illegal: it may mean nothing. */
export const legalQuoteIn: Record<Exclude<Type, OfAnyStatus>, readonly QuoteStatus[]> = {
  RecordEstimate: ["REQUESTED"],
  RecordQuotePrice: ["REQUESTED"],
  RecordQuoteFailure: ["REQUESTED"],
  AcceptQuote: ["PRICED"],
  ReopenQuote: ["ACCEPTED"],
  Requote: ["PRICED", "FAILED", "EXPIRED"],
  OverrideQuote: ["PRICED"],
  ApproveOverride: ["PRICED"],
};

const words: Partial<Record<QuoteStatus, RefusalCode>> = {
  ACCEPTED: "quote/already-accepted",
  EXPIRED: "quote/expired",
};

/** Why a command of this type is refused on this quote now, or undefined when it is allowed. */
export function quoteRefusalOf(quote: Quote, type: keyof typeof legalQuoteIn): RefusalCode | undefined {
  if (!legalQuoteIn[type].includes(quote.status)) return words[quote.status] ?? "quote/illegal-transition";
  if (type === "ApproveOverride" && !quote.proposal) return "quote/no-proposal";
  if (quote.storeBy !== undefined && needsFile.includes(type)) return "quote/model-not-stored";
  return undefined;
}

const actions: readonly QuoteAction[] = ["AcceptQuote", "Requote", "OverrideQuote", "ApproveOverride"];

/** What can be done with the quote next, whoever does it. */
export const nextQuoteActions = (quote: Quote): QuoteAction[] =>
  actions.filter((action) => quoteRefusalOf(quote, action) === undefined);

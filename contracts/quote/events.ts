import { z } from "zod";
import { PlaceOrder } from "../order/commands.ts";
import { Choice, Reason } from "../order/parts.ts";
import { Price } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { OrderId } from "../shared/ids.ts";
import { event } from "../shared/message.ts";
import { RecordEstimate, RecordQuoteFailure, RecordQuotePrice, RequestQuote } from "./commands.ts";
import { Difference, Proposal } from "./parts.ts";

const submission = z.int().positive();

export const QuoteRequested = event("QuoteRequested", {
  ...RequestQuote.omit({ type: true, answered: true }).shape,
  submission,
});
export const QuoteEstimated = event("QuoteEstimated", RecordEstimate.omit({ type: true }).shape);
/** `difference` is there where the price replaces another. */
export const QuotePriced = event("QuotePriced", {
  ...RecordQuotePrice.omit({ type: true }).shape,
  difference: Difference.optional(),
});
export const QuoteFailed = event("QuoteFailed", RecordQuoteFailure.omit({ type: true }).shape);
/** `sha256` is there where the quote has its price: for the process that has the model looked at closely. */
export const QuoteModelStored = event("QuoteModelStored", { sha256: z.string().optional() });
export const QuoteExpired = event("QuoteExpired", {});
/** Holds the whole order that follows from it: whoever makes the order needs to look nowhere else. */
export const QuoteAccepted = event("QuoteAccepted", {
  orderId: OrderId,
  by: z.string(),
  total: z.int(),
  order: PlaceOrder,
});
export const QuoteReopened = event("QuoteReopened", {
  orderId: OrderId,
  code: z.string(),
  /** For the timer of the price that can be accepted again. */
  submission,
  acceptBy: z.iso.datetime().optional(),
});
/** Another price was asked for: `submission` counts on, and the price that comes answers it. */
export const QuoteRevised = event("QuoteRevised", {
  submission,
  choice: Choice,
  country: Country,
  /** For the process that asks for the price, which sees no other event. */
  modelBytes: z.int().nonnegative().optional(),
  /** The content's hash, where the model has been read before: then its facts are there. */
  sha256: z.string().optional(),
});
export const OverrideProposed = event("OverrideProposed", Proposal.shape);
export const QuoteOverridden = event("QuoteOverridden", {
  price: Price,
  before: z.int(),
  reason: Reason,
  askedBy: z.string(),
  /** Another seller, where the difference was large. */
  approvedBy: z.string().optional(),
});

export const QuoteEvent = z.discriminatedUnion("type", [
  QuoteRequested,
  QuoteEstimated,
  QuotePriced,
  QuoteFailed,
  QuoteModelStored,
  QuoteExpired,
  QuoteAccepted,
  QuoteReopened,
  QuoteRevised,
  OverrideProposed,
  QuoteOverridden,
]);
export type QuoteEvent = z.infer<typeof QuoteEvent>;

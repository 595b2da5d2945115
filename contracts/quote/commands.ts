import { z } from "zod";
import { Channel, Choice, Goods, ModelRef, Reason } from "../order/parts.ts";
import { ModelFacts } from "../pricing/facts.ts";
import { Finding } from "../pricing/finding.ts";
import { Price } from "../pricing/price.ts";
import { Country } from "../pricing/price-book.ts";
import { OrderId, OwnerId, QuoteId } from "../shared/ids.ts";
import { command } from "../shared/message.ts";
import { Estimate } from "./parts.ts";

const submission = z.int().positive();

/** A price, with everything it was made from: it can be made again, to the cent. */
const priced = {
  price: Price,
  /** Until when it can be accepted. */
  acceptBy: z.iso.datetime(),
  findings: z.array(Finding),
  sha256: z.string().optional(),
  facts: ModelFacts.optional(),
};
const failed = { findings: z.array(Finding).min(1), facts: ModelFacts.optional() };

/** What a wish is answered with: its price, or why there is none. */
export const QuoteAnswered = z.union([z.strictObject(priced), z.strictObject(failed)]);
export type QuoteAnswered = z.infer<typeof QuoteAnswered>;

/** Asks for a price without ordering. `contractLimit` is the owner's, for the order that may follow. */
export const RequestQuote = command("RequestQuote", {
  quoteId: QuoteId,
  owner: OwnerId,
  channel: Channel,
  goods: Goods,
  country: Country,
  reference: z.string().trim().min(1).max(100).optional(),
  contractLimit: z.int().nonnegative().optional(),
  model: ModelRef.optional(),
  choice: Choice,
  /** Where the price could be made at once: then nobody else is asked for it. */
  answered: QuoteAnswered.optional(),
  /** Until when the model's file must have arrived in the store; left out where it is there. */
  storeBy: z.iso.datetime().optional(),
});
export const RecordEstimate = command("RecordEstimate", { submission, estimate: Estimate });
/** As an order's RecordPrice. */
export const RecordQuotePrice = command("RecordQuotePrice", { submission, ...priced });
export const RecordQuoteFailure = command("RecordQuoteFailure", { submission, ...failed });
/** The model's file, which was still on its way when the price was made, is in the store. */
export const RecordModelStored = command("RecordModelStored", {});
/** It did not get there; by the node that was writing it, or by a timer when that node is gone. */
export const RecordModelLost = command("RecordModelLost", {});
/** `orderId` is the order that will hold the quote. */
export const AcceptQuote = command("AcceptQuote", { orderId: OrderId });
/** By a process when the order of an accepted quote cannot come into being: the quote can be accepted again. */
export const ReopenQuote = command("ReopenQuote", { orderId: OrderId, code: z.string().max(100) });
/** By a timer at the end of the time for accepting. */
export const ExpireQuote = command("ExpireQuote", { submission });
/** A new price: with other options, another price book, or after the time for the last one is over. */
export const Requote = command("Requote", { choice: Choice.optional(), country: Country.optional() });
/** Beyond this share of the calculated net amount, in thousandths, another seller has to approve. */
export const OverrideQuote = command("OverrideQuote", {
  net: z.int().nonnegative(),
  reason: Reason,
  approvalAbovePermille: z.int().nonnegative(),
});
export const ApproveOverride = command("ApproveOverride", {});

export const QuoteCommand = z.discriminatedUnion("type", [
  RequestQuote,
  RecordEstimate,
  RecordQuotePrice,
  RecordQuoteFailure,
  RecordModelStored,
  RecordModelLost,
  AcceptQuote,
  ReopenQuote,
  ExpireQuote,
  Requote,
  OverrideQuote,
  ApproveOverride,
]);
export type QuoteCommand = z.infer<typeof QuoteCommand>;

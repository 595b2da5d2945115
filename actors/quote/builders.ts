import type { ModelRef } from "#contracts/order/parts.ts";
import { finding } from "#contracts/pricing/finding.ts";
import type { Price } from "#contracts/pricing/price.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { CustomerId, ModelId, OrderId, QuoteId } from "#contracts/shared/ids.ts";
import { decide, isRejection } from "../runtime/decider.ts";
import { quoteDecider } from "./decider.ts";

/** Nouns of the quote's tests. Fixed ids and dates; each takes what a test wants to say and fills in the rest. */
type Command<Type> = Extract<QuoteCommand, { type: Type }>;

export const at = "2026-11-22T08:00:00.000Z";
export const acceptBy = "2026-12-06T08:00:00.000Z";
export const quoteId = QuoteId.parse("quo_2611aaaaaaaaaaaaaaaa");
export const orderId = OrderId.parse("ord_2611aaaaaaaaaaaaaaaa");
export const otherOrderId = OrderId.parse("ord_2612aaaaaaaaaaaaaaaa");
export const customer = CustomerId.parse("cus_aaaaaaaaaaaaaaaa");
export const seller = "sel_aaaaaaaaaaaaaaaa";
export const otherSeller = "sel_bbbbbbbbbbbbbbbb";
export const reason = "a good reason";
export const choice = { material: "silver-925", finishing: "polished", quantity: 1 };
export const ring: ModelRef = {
  modelId: ModelId.parse("mdl_eeeeeeeeeeeeeeee"),
  name: "ring.stl",
  unit: "mm",
  bytes: 84,
};
export const sha256 = "5".repeat(64);
const openMesh = finding("model/not-closed", "The surface has holes.");

export const price = (net = 100_00, bookVersion = 1): Price => ({
  currency: "EUR",
  bookVersion,
  quantity: 1,
  lines: [{ code: "material", label: "Silver", amount: net }],
  net,
  taxPermille: 190,
  tax: Math.round(net * 0.19),
  total: net + Math.round(net * 0.19),
});

/** A legal form of every command, for tables over all of them. */
export const commands: { readonly [Type in QuoteCommand["type"]]: Command<Type> } = {
  RequestQuote: {
    type: "RequestQuote",
    quoteId,
    owner: customer,
    channel: "shop",
    goods: { kind: "model" },
    country: "DE",
    model: ring,
    choice,
  },
  RecordEstimate: {
    type: "RecordEstimate",
    submission: 1,
    estimate: { currency: "EUR", low: 110_00, high: 120_00, bookVersion: 1 },
  },
  RecordQuotePrice: { type: "RecordQuotePrice", submission: 1, price: price(), acceptBy, findings: [], sha256 },
  RecordQuoteFailure: { type: "RecordQuoteFailure", submission: 1, findings: [openMesh] },
  RecordModelStored: { type: "RecordModelStored" },
  RecordModelLost: { type: "RecordModelLost" },
  AcceptQuote: { type: "AcceptQuote", orderId },
  ReopenQuote: { type: "ReopenQuote", orderId, code: "order/create-window-closed" },
  ExpireQuote: { type: "ExpireQuote", submission: 1 },
  Requote: { type: "Requote" },
  OverrideQuote: { type: "OverrideQuote", net: 95_00, reason, approvalAbovePermille: 100 },
  ApproveOverride: { type: "ApproveOverride" },
};

/** The events a command leaves behind after `past`; throws when it is refused. */
export function then(past: readonly QuoteEvent[], command: QuoteCommand, by = seller, when = at): QuoteEvent[] {
  const state = past.reduce<Quote | undefined>(quoteDecider.evolve, undefined);
  const decision = decide(quoteDecider, state, command, { at: when, by });
  if (isRejection(decision)) throw new Error(decision.rejected);
  return [...past, ...decision];
}

export const requested = () => then([], commands.RequestQuote, customer);
export const storeBy = "2026-11-22T08:15:00.000Z";
/** Priced while its model's file was still on its way into the store. */
export const arriving = () => {
  const { type: _, submission: __, ...answered } = commands.RecordQuotePrice;
  return then([], { ...commands.RequestQuote, model: { ...ring, sha256 }, answered, storeBy }, customer);
};
export const estimated = () => then(requested(), commands.RecordEstimate);
export const priced = () => then(requested(), commands.RecordQuotePrice);
export const failed = () => then(requested(), commands.RecordQuoteFailure);
export const expired = () => then(priced(), commands.ExpireQuote, "sys_timers", acceptBy);
export const accepted = () => then(priced(), commands.AcceptQuote, customer);
/** Far enough from the calculated price to need another seller. */
export const farOff = { ...commands.OverrideQuote, net: 80_00 };
export const proposed = () => then(priced(), farOff, seller);
export const revised = (change: Partial<Command<"Requote">> = {}) => then(priced(), { ...commands.Requote, ...change });

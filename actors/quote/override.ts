import { agreedPrice } from "#contracts/pricing/agreed-price.ts";
import type { QuoteCommand } from "#contracts/quote/commands.ts";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import type { Proposal } from "#contracts/quote/parts.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { type Given, type Rejection, reject } from "../runtime/decider.ts";

/** How far a net amount is from the calculated one, in thousandths of it; any change of nothing is a large one. */
function distancePermille(net: number, calculated: number): number {
  if (net === calculated) return 0;
  return calculated === 0 ? Number.POSITIVE_INFINITY : (Math.abs(net - calculated) * 1_000) / calculated;
}

/** What the tariff made of the quote, before anybody agreed on something else. */
const calculatedNet = ({ lines }: { readonly lines: readonly { code: string; amount: number }[] }): number =>
  lines.filter(({ code }) => code !== "override").reduce((sum, { amount }) => sum + amount, 0);

/** Another price: it holds at once, or waits for another seller when it is far from the calculated one. */
export function propose(
  quote: Quote,
  { net, reason, approvalAbovePermille }: Extract<QuoteCommand, { type: "OverrideQuote" }>,
  { at, by }: Given,
): readonly QuoteEvent[] | Rejection {
  if (!quote.priced) return reject("quote/illegal-transition");
  const isLarge = distancePermille(net, calculatedNet(quote.priced.price)) > approvalAbovePermille;
  const proposal = { net, reason, by };
  return isLarge ? [{ type: "OverrideProposed", v: 1, at, ...proposal }] : overridden(quote, proposal, at);
}

/** The proposed price takes the place of the one that is there. */
export function overridden(
  { priced }: Quote,
  { net, reason, by }: Proposal,
  at: string,
  approvedBy?: string,
): readonly QuoteEvent[] | Rejection {
  if (!priced) return reject("quote/illegal-transition");
  const price = agreedPrice(priced.price, net);
  const approval = approvedBy === undefined ? {} : { approvedBy };
  return [{ type: "QuoteOverridden", v: 1, at, price, before: priced.price.total, reason, askedBy: by, ...approval }];
}

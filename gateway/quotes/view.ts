import type { QuoteView } from "#contracts/api/quotes.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { nextQuoteActions } from "#contracts/quote/rules.ts";
import type { QuoteId } from "#contracts/shared/ids.ts";
import type { QuoteAt } from "./quotes.ts";
import { offered, type QuoteSide } from "./side.ts";

/** One quote as one side sees it. */
export function quoteView(id: QuoteId, { version, quote }: QuoteAt, on: QuoteSide): QuoteView {
  const {
    quoteId: _,
    submission: __,
    contractLimit: ___,
    before: ____,
    facts: _____,
    priced,
    proposal,
    accepted,
    ...shown
  } = quote;
  const { estimate, ...wish } = shown;
  return {
    id,
    version,
    ...wish,
    findings: [...quote.findings],
    ...(priced ? shownPrice(priced) : estimate && { estimate }),
    // What sellers talk over among themselves is not shown to the customer.
    ...(proposal && !on.side.own ? { proposal } : {}),
    ...(accepted ? { orderId: accepted.orderId } : {}),
    next: offered(on, nextQuoteActions(quote)),
  };
}

function shownPrice({ price, facts, overridden }: NonNullable<QuoteAt["quote"]["priced"]>) {
  return {
    price,
    ...(facts ? { facts: shownFacts(facts) } : {}),
    ...(overridden ? { overridden } : {}),
  };
}

const shownFacts = ({ analyser, triangles, volume, area, bbox, units }: ModelFacts): QuoteView["facts"] => ({
  analyser,
  triangles,
  volume,
  area,
  bbox,
  units,
});

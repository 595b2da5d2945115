import type { Channel, Choice, Goods, ModelRef } from "../order/parts.ts";
import type { ModelFacts } from "../pricing/facts.ts";
import type { Finding } from "../pricing/finding.ts";
import type { Price } from "../pricing/price.ts";
import type { OrderId, OwnerId, QuoteId } from "../shared/ids.ts";
import type { QuoteEvent } from "./events.ts";
import type { Difference, Estimate, Proposal, QuoteStatus } from "./parts.ts";

/** A price somebody was offered, with everything it was made from. */
export interface Priced {
  readonly price: Price;
  readonly choice: Choice;
  readonly country: string;
  readonly facts?: ModelFacts | undefined;
  /** Another price than the calculated one, and why. */
  readonly overridden?: {
    readonly before: number;
    readonly reason: string;
    readonly askedBy: string;
    readonly approvedBy?: string | undefined;
  };
}

/** A quote as its events tell it; one fold for actors and pages. */
export interface Quote {
  readonly quoteId: QuoteId;
  readonly owner: OwnerId;
  readonly channel: Channel;
  readonly goods: Goods;
  readonly country: string;
  readonly reference?: string;
  readonly contractLimit?: number;
  readonly model?: ModelRef;
  readonly choice: Choice;
  readonly status: QuoteStatus;
  readonly requestedAt: string;
  /** How often a price was asked for; a price names the submission it answers. */
  readonly submission: number;
  readonly estimate?: Estimate;
  /** The price of the present submission. */
  readonly priced?: Priced;
  /** The last price before it. */
  readonly before?: Priced;
  readonly difference?: Difference;
  /** Until when the model's file must be in the store; absent once it is there. */
  readonly storeBy?: string;
  /** Until when the price can be accepted. */
  readonly acceptBy?: string;
  readonly findings: readonly Finding[];
  /** What is known of the model: for prices of other choices. */
  readonly facts?: ModelFacts;
  readonly proposal?: Proposal;
  readonly accepted?: { readonly by: string; readonly at: string; readonly orderId: OrderId };
}

type Requested = Extract<QuoteEvent, { type: "QuoteRequested" }>;
type Later = Exclude<QuoteEvent, Requested>;
type Evolve = { [Type in Later["type"]]: (quote: Quote, event: Extract<QuoteEvent, { type: Type }>) => Quote };

/** The quote without the facts named: an absent fact is an absent field. */
const without = <Key extends keyof Quote>(quote: Quote, ...keys: Key[]): Quote => {
  const rest = { ...quote };
  for (const key of keys) delete (rest as Partial<Quote>)[key];
  return rest;
};

const requested = ({ type: _, v: __, at, ...facts }: Requested): Quote => ({
  ...(facts as Pick<Quote, "quoteId" | "owner" | "channel" | "goods" | "country" | "choice" | "submission">),
  status: "REQUESTED",
  requestedAt: at,
  findings: [],
});

const evolve: Evolve = {
  QuoteEstimated: (quote, { estimate }) => ({ ...quote, estimate }),
  QuotePriced: (quote, { price, acceptBy, findings, sha256, facts, difference }) => {
    const { choice, country } = quote;
    const model = quote.model && sha256 ? { model: { ...quote.model, sha256 } } : {};
    const measured = facts ? { facts } : {};
    const priced = { price, choice, country, ...measured };
    const differs = difference ? { difference } : {};
    return { ...quote, ...model, ...measured, status: "PRICED", priced, acceptBy, findings, ...differs };
  },
  QuoteFailed: (quote, { findings, facts }) => ({
    ...without(quote, "priced", "acceptBy", "proposal"),
    ...(facts && { facts }),
    status: "FAILED",
    findings,
  }),
  QuoteModelStored: (quote) => without(quote, "storeBy"),
  QuoteExpired: (quote) => ({ ...without(quote, "proposal"), status: "EXPIRED" }),
  QuoteAccepted: (quote, { orderId, by, at }) => ({
    ...without(quote, "proposal"),
    status: "ACCEPTED",
    accepted: { orderId, by, at },
  }),
  QuoteReopened: (quote) => ({ ...without(quote, "accepted"), status: "PRICED" }),
  QuoteRevised: (quote, { submission, choice, country }) => ({
    ...without(quote, "priced", "acceptBy", "estimate", "difference", "proposal"),
    status: "REQUESTED",
    submission,
    choice,
    country,
    findings: [],
    ...(quote.priced ? { before: quote.priced } : {}),
  }),
  OverrideProposed: (quote, { net, reason, by }) => ({ ...quote, proposal: { net, reason, by } }),
  QuoteOverridden: (quote, { price, before, reason, askedBy, approvedBy }) => {
    if (!quote.priced) throw new Error("QuoteOverridden before QuotePriced");
    const overridden = { before, reason, askedBy, ...(approvedBy ? { approvedBy } : {}) };
    return { ...without(quote, "proposal"), priced: { ...quote.priced, price, overridden } };
  },
};

/** The quote after one more event; the first must be QuoteRequested. Throws when it is not. */
export function evolveQuote(quote: Quote | undefined, event: QuoteEvent): Quote {
  if (event.type === "QuoteRequested") return requested(event);
  if (quote === undefined) throw new Error(`${event.type} before QuoteRequested`);
  const step = evolve[event.type] as (quote: Quote, event: QuoteEvent) => Quote;
  return step(quote, event);
}

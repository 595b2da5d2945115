import { finding } from "#contracts/pricing/finding.ts";
import type { QuoteAnswered, QuoteCommand } from "#contracts/quote/commands.ts";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import { orderOf } from "#contracts/quote/order.ts";
import { evolveQuote, type Quote } from "#contracts/quote/quote.ts";
import { type legalQuoteIn, quoteRefusalOf } from "#contracts/quote/rules.ts";
import { type Decider, type Given, type Rejection, reject } from "../runtime/decider.ts";
import { differenceOf } from "./difference.ts";
import { overridden, propose } from "./override.ts";

type State = Quote | undefined;
type Decision = readonly QuoteEvent[] | Rejection;
type Of<Type> = Extract<QuoteCommand, { type: Type }>;

/** A row for an existing quote: refused when the rules say so, else what `then` makes of it. */
const on =
  <Type extends keyof typeof legalQuoteIn>(
    type: Type,
    then: (quote: Quote, command: Of<Type>, given: Given) => Decision,
  ) =>
  (quote: State, command: Of<Type>, given: Given): Decision => {
    if (!quote) return reject("quote/not-found");
    const refusal = quoteRefusalOf(quote, type);
    return refusal ? reject(refusal) : then(quote, command, given);
  };

const isCurrent = (quote: Quote, { submission }: { submission: number }) => submission === quote.submission;

const isOver = ({ acceptBy }: Quote, { at }: Given): boolean =>
  acceptBy !== undefined && Date.parse(at) >= Date.parse(acceptBy);

/** Goods from a model need the model and how it is made; ready-made goods take no model. */
function isComplete({ goods, model, choice }: Pick<Quote, "goods" | "choice"> & { model?: unknown }): boolean {
  if (goods.kind === "ready-made") return model === undefined;
  return model !== undefined && choice.material !== undefined && choice.finishing !== undefined;
}

const notStored = finding("model/not-stored", "The model's file could not be kept. Upload it again.");

const revise = on("Requote", (quote, command, { at }) => {
  const { choice = quote.choice, country = quote.country } = command;
  if (!isComplete({ ...quote, choice })) return reject("quote/incomplete");
  const { bytes, sha256 } = quote.model ?? {};
  const model = { ...(bytes === undefined ? {} : { modelBytes: bytes }), ...(sha256 === undefined ? {} : { sha256 }) };
  return [{ type: "QuoteRevised", v: 1, at, submission: quote.submission + 1, choice, country, ...model }];
});

/** What an answer that came with its wish leaves behind: the same as one that came later. */
const answerTo = (submission: number, answered: QuoteAnswered, at: string): QuoteEvent =>
  "price" in answered
    ? { type: "QuotePriced", v: 1, at, submission, ...answered }
    : { type: "QuoteFailed", v: 1, at, submission, ...answered };

/** The quote's life as a pure table: one row a command. */
export const quoteDecider: Decider<State, QuoteCommand, QuoteEvent> = {
  initial: undefined,
  evolve: evolveQuote,
  decide: {
    RequestQuote: (quote, { type: _, answered, ...wish }, { at }) => {
      if (quote) return reject("quote/already-exists");
      if (!isComplete(wish)) return reject("quote/incomplete");
      const requested = { type: "QuoteRequested", v: 1, at, submission: 1, ...wish } as const;
      return answered ? [requested, answerTo(1, answered, at)] : [requested];
    },
    RecordEstimate: on("RecordEstimate", (quote, { type: _, ...estimated }, { at }) => {
      if (!isCurrent(quote, estimated)) return reject("quote/other-submission");
      return quote.estimate ? [] : [{ type: "QuoteEstimated", v: 1, at, ...estimated }];
    }),
    RecordQuotePrice: on("RecordQuotePrice", (quote, { type: _, ...found }, { at }) => {
      if (!isCurrent(quote, found)) return reject("quote/other-submission");
      return [{ type: "QuotePriced", v: 1, at, ...found, ...differenceOf(quote, found) }];
    }),
    RecordQuoteFailure: on("RecordQuoteFailure", (quote, { type: _, ...failed }, { at }) =>
      isCurrent(quote, failed) ? [{ type: "QuoteFailed", v: 1, at, ...failed }] : reject("quote/other-submission"),
    ),
    RecordModelStored: (quote, _, { at }) => {
      if (!quote) return reject("quote/not-found");
      if (quote.storeBy === undefined) return [];
      const sha256 = quote.priced && quote.model?.sha256;
      return [{ type: "QuoteModelStored", v: 1, at, ...(sha256 ? { sha256 } : {}) }];
    },
    RecordModelLost: (quote, _, { at }) => {
      if (!quote) return reject("quote/not-found");
      // Lost once is enough, and what has failed stays so for its first reason.
      if (quote.storeBy === undefined || quote.status !== "PRICED") return [];
      return [{ type: "QuoteFailed", v: 1, at, submission: quote.submission, findings: [notStored] }];
    },
    AcceptQuote: on("AcceptQuote", (quote, { orderId }, { at, by }) => {
      // The timer may be late; the deadline is not.
      if (isOver(quote, { at, by })) return reject("quote/expired");
      const order = orderOf(quote, by);
      const { total } = order.quoted.price;
      return [{ type: "QuoteAccepted", v: 1, at, orderId, by, total, order }];
    }),
    ReopenQuote: on("ReopenQuote", ({ accepted, submission, acceptBy }, { orderId, code }, { at }) =>
      accepted?.orderId === orderId ? [{ type: "QuoteReopened", v: 1, at, orderId, code, submission, acceptBy }] : [],
    ),
    ExpireQuote: (quote, command, given) => {
      if (!quote) return reject("quote/not-found");
      const isDue = quote.status === "PRICED" && isCurrent(quote, command) && isOver(quote, given);
      return isDue ? [{ type: "QuoteExpired", v: 1, at: given.at }] : [];
    },
    Requote: revise,
    OverrideQuote: on("OverrideQuote", (quote, command, given) =>
      isOver(quote, given) ? reject("quote/expired") : propose(quote, command, given),
    ),
    ApproveOverride: on("ApproveOverride", (quote, _, { at, by }) => {
      if (isOver(quote, { at, by })) return reject("quote/expired");
      if (!quote.proposal) return reject("quote/no-proposal");
      return quote.proposal.by === by ? reject("quote/own-proposal") : overridden(quote, quote.proposal, at, by);
    }),
  },
};

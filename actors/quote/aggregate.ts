import { QuoteCommand } from "#contracts/quote/commands.ts";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import { quoteHistory } from "#contracts/quote/history.ts";
import type { Quote } from "#contracts/quote/quote.ts";
import { nextQuoteActions } from "#contracts/quote/rules.ts";
import { isCurrentMonth } from "#contracts/shared/ids.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { quoteDecider } from "./decider.ts";

export const quoteAggregate: Aggregate<Quote | undefined, QuoteCommand, QuoteEvent> = {
  prefix: "quo",
  decider: quoteDecider,
  command: QuoteCommand,
  history: quoteHistory,
  creates: new Set(["RequestQuote"]),
  createWindow: { isOpen: isCurrentMonth, refusal: "quote/create-window-closed" },
  notFound: "quote/not-found",
  owner: (quote) => quote?.owner,
  outcome: (quote) =>
    quote && {
      status: quote.status,
      next: nextQuoteActions(quote),
      ...(quote.accepted ? { orderId: quote.accepted.orderId } : {}),
    },
};

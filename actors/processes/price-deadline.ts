import { orderHistory } from "#contracts/order/history.ts";
import { quoteHistory } from "#contracts/quote/history.ts";
import { deadlineSystem } from "#contracts/shared/principal.ts";
import { type Cause, type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** The timer's name, for ever. */
const deadline = "price-deadline";
const noLonger = () => [{ cancel: deadline }] as const;

/** The first releases did not write into a price which submission it answers; the id of their command says it. */
const submissionIn = ({ command: { id } }: Cause): number => Number(id.slice(id.lastIndexOf(":") + 1));

const onOrders = reactTo("ord", orderHistory, {
  PriceCalculated: ({ acceptBy, submission }, cause) => {
    // Accepted by contract, in the same breath: there is nothing to wait for.
    if (cause.command.events.some(({ type }) => type === "PriceAccepted")) return [];
    const command = { type: "ExpirePrice", submission: submission ?? submissionIn(cause) };
    return [{ arm: deadline, at: acceptBy, command }];
  },
  PriceAccepted: noLonger,
  // A price that was agreed by hand has no deadline.
  PriceOverridden: noLonger,
  PriceExpired: noLonger,
  OrderCancelled: noLonger,
  OrderRejected: noLonger,
});

const onQuotes = reactTo("quo", quoteHistory, {
  QuotePriced: ({ acceptBy, submission }) => [
    { arm: deadline, at: acceptBy, command: { type: "ExpireQuote", submission } },
  ],
  QuoteReopened: ({ acceptBy, submission }) =>
    acceptBy === undefined ? [] : [{ arm: deadline, at: acceptBy, command: { type: "ExpireQuote", submission } }],
  QuoteRevised: noLonger,
  QuoteAccepted: noLonger,
  QuoteExpired: noLonger,
});

/** Lets a price expire that nobody accepts in time. */
export const priceDeadline: ProcessManager = {
  name: "price-deadline",
  by: deadlineSystem.id,
  react: (event, cause) => [...onOrders(event, cause), ...onQuotes(event, cause)],
};

import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { type Job, type Lane, laneOf } from "#contracts/pricing/job.ts";
import type { QuoteEvent } from "#contracts/quote/events.ts";
import { quoteHistory } from "#contracts/quote/history.ts";
import { OrderId, QuoteId } from "#contracts/shared/ids.ts";
import { pricingSystem } from "#contracts/shared/principal.ts";
import { type Cause, type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** A job, its lane, and what decides its shard. */
export interface JobRequest {
  readonly job: Job;
  readonly lane: Lane;
  readonly hash: string;
}

type Asked = { readonly trace?: string | undefined };
const traced = ({ trace }: Asked) => (trace === undefined ? {} : { trace });

type Target = ({ readonly orderId: OrderId } | { readonly quoteId: QuoteId }) & Asked;

/** Once a model has its price. */
function lookClosely(target: Target, sha256: string | undefined): { readonly handOver: JobRequest }[] {
  if (sha256 === undefined) return [];
  return [{ handOver: { job: { ...target, examine: sha256 }, lane: "examination", hash: sha256 } }];
}

interface OfModel {
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
}

/** A model whose hash is known has been read before: its price is a matter of milliseconds, however large it is. */
const laneOfModel = ({ bytes, sha256 }: OfModel): Lane => (sha256 === undefined ? laneOf(bytes) : "small");

const onOrders = reactTo<OrderEvent, JobRequest>("ord", orderHistory, {
  OrderSubmitted: ({ submission, modelBytes, sha256 }, { aggregate, command }) => {
    // An order that holds a quote has its price in the same breath.
    if (command.events.some(({ type }) => type === "PriceCalculated")) return [];
    const job = { orderId: OrderId.parse(aggregate), submission, ...traced(command) };
    return [{ handOver: { job, lane: laneOfModel({ bytes: modelBytes, sha256 }), hash: sha256 ?? aggregate } }];
  },
  PriceCalculated: ({ sha256 }, { aggregate, command }) =>
    lookClosely({ orderId: OrderId.parse(aggregate), ...traced(command) }, sha256),
});

const isAnswered = ({ events }: Cause["command"]): boolean =>
  events.some(({ type }) => type === "QuotePriced" || type === "QuoteFailed");

const isArriving = ({ events }: Cause["command"]): boolean =>
  events.some((event) => event.type === "QuoteRequested" && "storeBy" in event);

const askForQuote = (wish: OfModel & { readonly submission: number }, { aggregate, command }: Cause) => {
  const job = { quoteId: QuoteId.parse(aggregate), submission: wish.submission, ...traced(command) };
  return [{ handOver: { job, lane: laneOfModel(wish), hash: wish.sha256 ?? aggregate } }];
};

const onQuotes = reactTo<QuoteEvent, JobRequest>("quo", quoteHistory, {
  // One whose model was known has its answer in the same breath.
  QuoteRequested: ({ submission, model }, cause) =>
    isAnswered(cause.command) ? [] : askForQuote({ ...model, submission }, cause),
  QuoteRevised: ({ submission, modelBytes: bytes, sha256 }, cause) => askForQuote({ submission, bytes, sha256 }, cause),
  // One whose file is still on its way is looked at when that has arrived.
  QuotePriced: ({ sha256 }, { aggregate, command }) =>
    isArriving(command) ? [] : lookClosely({ quoteId: QuoteId.parse(aggregate), ...traced(command) }, sha256),
  QuoteModelStored: ({ sha256 }, { aggregate, command }) =>
    lookClosely({ quoteId: QuoteId.parse(aggregate), ...traced(command) }, sha256),
});

/** Asks for a price for each submission of an order or a quote, and for a closer look at a model that has its price. */
export const pricing: ProcessManager<JobRequest> = {
  name: "pricing",
  by: pricingSystem.id,
  react: (event, cause) => [...onOrders(event, cause), ...onQuotes(event, cause)],
};

import type { Finding } from "../pricing/finding.ts";
import type { Price } from "../pricing/price.ts";
import type { OwnerId, QuoteId } from "../shared/ids.ts";
import type { OrderEvent } from "./events.ts";
import type { Channel, Choice, Goods, ModelRef } from "./parts.ts";
import { evolveProduction, type Production } from "./production/production.ts";
import type { OrderStatus } from "./status.ts";

/** An order as its events tell it. Actors decide on it, projections store it, pages show it: one fold for all. */
export interface Order extends Production {
  readonly owner: OwnerId;
  readonly channel: Channel;
  readonly goods: Goods;
  readonly country: string;
  readonly reference?: string;
  readonly contractLimit?: number;
  /** The accepted quote it holds. */
  readonly quoteId?: QuoteId;
  readonly status: OrderStatus;
  /** When each status was reached, in order; a status can be reached twice (a failed price, resubmitted). */
  readonly timeline: readonly { readonly status: OrderStatus; readonly at: string }[];
  readonly model?: ModelRef;
  readonly choice?: Choice;
  /** How often it was submitted; a price names the submission it answers. */
  readonly submission: number;
  readonly price?: Price;
  /** Until when the price can be accepted; absent when it was agreed by hand. */
  readonly acceptBy?: string;
  /** When the price was withdrawn, because nobody had accepted it in time. */
  readonly expiredAt?: string;
  readonly findings: readonly Finding[];
  readonly accepted?: { readonly by: string; readonly at: string; readonly contract: boolean };
  readonly overridden?: { readonly reason: string; readonly before: number };
  readonly held?: { readonly reason: string; readonly at: string };
  readonly shipment?: { readonly carrier: string; readonly trackingNumber: string };
  /** Why it was cancelled or rejected. */
  readonly endReason?: string;
}

type Started = Extract<OrderEvent, { type: "OrderStarted" }>;
type Later = Exclude<OrderEvent, Started>;
type Evolve = { [Type in Later["type"]]: (order: Order, event: Extract<OrderEvent, { type: Type }>) => Order };

const reach = (order: Order, status: OrderStatus, at: string, change: Partial<Order> = {}): Order => ({
  ...order,
  ...change,
  status,
  timeline: [...order.timeline, { status, at }],
});

/** The order without the facts named: an absent fact is an absent field. */
const without = (order: Order, ...keys: (keyof Order)[]): Order => {
  const rest = { ...order };
  for (const key of keys) delete (rest as Partial<Order>)[key];
  return rest;
};

const start = ({ type: _type, v: _v, at, ...facts }: Started): Order => ({
  ...(facts as Pick<Order, "owner" | "channel" | "goods" | "country">),
  status: "INITIATED",
  timeline: [{ status: "INITIATED", at }],
  submission: 0,
  findings: [],
});

const evolve: Evolve = {
  ModelAttached: (order, { model, at }) => reach({ ...order, findings: [] }, "FILE_UPLOADED", at, { model }),
  OrderSubmitted: (order, { choice, submission, at }) =>
    reach(without(order, "price", "acceptBy", "accepted", "expiredAt"), "SUBMITTED", at, {
      choice,
      submission,
      findings: [],
    }),
  PriceCalculated: (order, { price, acceptBy, sha256, findings, at }) => {
    const model = order.model && sha256 ? { model: { ...order.model, sha256 } } : {};
    return reach(order, "PRICE_CALCULATED", at, { price, acceptBy, findings, ...model });
  },
  PricingFailed: (order, { findings, at }) => reach(order, "PRICING_FAILED", at, { findings }),
  PriceAccepted: (order, { by, at, contract }) => ({ ...order, accepted: { by, at, contract } }),
  PriceExpired: (order, { at }) => ({ ...order, expiredAt: at }),
  PriceOverridden: (order, { price, before, reason }) => ({
    ...without(order, "accepted", "acceptBy"),
    price,
    overridden: { reason, before },
  }),
  ...evolveProduction({ reach, without }),
  OrderShipped: (order, { carrier, trackingNumber, at }) =>
    reach(without(order, "undoUntil"), "SHIPPED", at, { shipment: { carrier, trackingNumber } }),
  OrderClosed: (order, { at }) => reach(order, "CLOSED", at),
  OrderCancelled: (order, { reason, at }) => reach(without(order, "held"), "CANCELLED", at, { endReason: reason }),
  OrderRejected: (order, { reason, at }) => reach(without(order, "held"), "REJECTED", at, { endReason: reason }),
  OrderHeld: (order, { reason, at }) => ({ ...order, held: { reason, at } }),
  OrderResumed: (order) => without(order, "held"),
};

/** The order after one more event; the first must be OrderStarted. Throws when it is not. */
export function evolveOrder(order: Order | undefined, event: OrderEvent): Order {
  if (event.type === "OrderStarted") return start(event);
  if (order === undefined) throw new Error(`${event.type} before OrderStarted`);
  const step = evolve[event.type] as (order: Order, event: OrderEvent) => Order;
  return step(order, event);
}

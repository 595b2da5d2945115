import type { OrderEvent } from "#contracts/order/events.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { type OrderAction, refusalOf } from "#contracts/order/rules.ts";
import type { OperatorId } from "#contracts/shared/ids.ts";

export type VerbName = "take" | "finish" | "pack" | "ship";

/** One thing an operator does with an order. */
export interface Verb {
  readonly name: VerbName;
  /** The letter that does it to the chosen order. */
  readonly key: string;
  readonly label: string;
  /** Ends "Order … was not": what is said of it when it is refused. */
  readonly done: string;
  /** Its word in the API's paths. */
  readonly path: string;
  readonly action: Extract<OrderAction, keyof Parameters<typeof refusalOf>[0]> | OrderAction;
  /** What will have happened, for showing it before the answer comes. */
  readonly event: (by: OperatorId, at: string, body: object) => OrderEvent;
}

export const verbs: readonly Verb[] = [
  {
    name: "take",
    key: "t",
    label: "Take",
    done: "taken",
    path: "start",
    action: "StartManufacturing",
    event: (operator, at) => ({ type: "ManufacturingStarted", v: 1, at, operator }),
  },
  {
    name: "finish",
    key: "f",
    label: "Finish",
    done: "finished",
    path: "complete",
    action: "CompleteManufacturing",
    event: (operator, at) => ({ type: "ManufacturingCompleted", v: 1, at, operator }),
  },
  {
    name: "pack",
    key: "p",
    label: "Pack",
    done: "packed",
    path: "pack",
    action: "StartPackaging",
    event: (_, at) => ({ type: "PackagingStarted", v: 1, at }),
  },
  {
    name: "ship",
    key: "s",
    label: "Ship",
    done: "shipped",
    path: "ship",
    action: "ShipOrder",
    event: (_, at, body) => ({ type: "OrderShipped", v: 1, at, ...(body as Shipment) }),
  },
];

export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
}

export const verbOf = (name: VerbName): Verb => verbs.find((verb) => verb.name === name) as Verb;

/** What this operator can do next with an order: the rules the order itself decides by. */
export const nextVerb = (order: Order, me: string): Verb | undefined =>
  verbs.find(
    ({ action }) =>
      refusalOf(order, action) === undefined &&
      (action !== "CompleteManufacturing" || order.operator === me || order.operator === undefined),
  );

/** The order as it will be when the server agrees. */
export const foreseen = (order: Order, verb: Verb, by: string, body: object): Order =>
  evolveOrder(order, verb.event(by as OperatorId, new Date().toISOString(), body));

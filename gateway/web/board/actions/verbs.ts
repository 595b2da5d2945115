import type { OrderEvent } from "#contracts/order/events.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { type OrderAction, refusalOf } from "#contracts/order/rules.ts";
import type { OperatorId } from "#contracts/shared/ids.ts";

/** What an action asks for before it is sent. */
type Asks = "nothing" | "reason" | "shipment" | "colleague";

/** One thing an operator does with an order. */
export interface Verb {
  /** Its word in the API's paths. */
  readonly path: string;
  readonly label: string;
  /** The letter that does it to the chosen order. */
  readonly key?: string;
  /** Ends "Order … was": what is said of it. */
  readonly done: string;
  readonly action: OrderAction;
  readonly asks: Asks;
  /** Only whoever has the order in hand may do it. */
  readonly own?: true;
  /** What will have happened, for showing it before the answer comes. */
  readonly event: (given: Given) => Foreseen;
}

interface Given {
  readonly order: Order;
  readonly operator: OperatorId;
  readonly reason: string;
  /** The colleague it goes to. */
  readonly to: OperatorId;
  readonly carrier: string;
  readonly trackingNumber: string;
}
type Without<Event> = Event extends OrderEvent ? Omit<Event, "v" | "at"> : never;
type Foreseen = Without<OrderEvent>;

/** What carries an order on: at most one of these is next, and it is the button on its row. */
export const steps: readonly Verb[] = [
  {
    ...{ path: "start", label: "Take", key: "t", done: "taken", action: "StartManufacturing", asks: "nothing" },
    event: ({ operator }) => ({ type: "ManufacturingStarted", operator }),
  },
  {
    ...{ path: "complete", label: "Finish", key: "f", done: "finished", action: "CompleteManufacturing" },
    ...{ asks: "nothing", own: true },
    event: ({ operator }) => ({ type: "ManufacturingCompleted", operator }),
  },
  {
    ...{ path: "continue", label: "Continue", key: "c", done: "gone on with", action: "ContinueWork" },
    ...{ asks: "nothing", own: true },
    event: ({ operator }) => ({ type: "WorkContinued", operator }),
  },
  {
    ...{ path: "pack", label: "Pack", key: "p", done: "packed", action: "StartPackaging", asks: "nothing" },
    event: () => ({ type: "PackagingStarted" }),
  },
  {
    ...{ path: "ship", label: "Ship", key: "s", done: "shipped", action: "ShipOrder", asks: "shipment" },
    event: ({ carrier, trackingNumber }) => ({ type: "OrderShipped", carrier, trackingNumber }),
  },
];

/** What may be done beside; shown with the order's details. */
export const others: readonly Verb[] = [
  {
    ...{ path: "undo", label: "Undo", key: "u", done: "undone", action: "UndoStage", asks: "nothing" },
    event: ({ order, operator }) => {
      const stage = order.status === "PACKAGING" ? "pack" : "complete";
      return { type: "StageUndone", stage, operator };
    },
  },
  {
    ...{ path: "pause", label: "Pause", done: "paused", action: "PauseWork", asks: "reason", own: true },
    event: ({ operator, reason }) => ({ type: "WorkPaused", operator, reason }),
  },
  {
    ...{ path: "hand-over", label: "Hand over", key: "h", done: "handed over", action: "HandOver" },
    ...{ asks: "colleague", own: true },
    event: ({ operator, to }) => ({ type: "ManufacturingHandedOver", from: operator, to }),
  },
  {
    ...{ path: "release", label: "Give back", done: "given back", action: "ReturnToQueue", asks: "reason", own: true },
    event: ({ operator, reason }) => ({ type: "ManufacturingReturned", operator, reason }),
  },
  {
    ...{ path: "rework", label: "Rework", done: "sent to rework", action: "ReworkOrder", asks: "reason" },
    event: ({ order, operator, reason }) => ({ type: "ReworkStarted", operator: order.operator ?? operator, reason }),
  },
  {
    ...{ path: "scrap", label: "Scrap", done: "scrapped", action: "ScrapOrder", asks: "reason" },
    event: ({ reason }) => ({ type: "OrderScrapped", reason }),
  },
  {
    ...{ path: "hold", label: "Hold", done: "put on hold", action: "HoldOrder", asks: "reason" },
    event: ({ reason }) => ({ type: "OrderHeld", reason }),
  },
  {
    ...{ path: "resume", label: "Resume", done: "resumed", action: "ResumeOrder", asks: "nothing" },
    event: () => ({ type: "OrderResumed" }),
  },
];

/** Whether this operator may do it now: the rules the order itself decides by. */
export function may({ action, own }: Verb, order: Order, me: string): boolean {
  if (own && order.operator !== me) return false;
  // It takes back somebody's pay, or throws away what is in somebody's hands: the board leaves that to them.
  const theirs = { UndoStage: "MANUFACTURING_COMPLETED", ScrapOrder: "MANUFACTURING_STARTED" } as Partial<
    Record<string, string>
  >;
  if (theirs[action] === order.status && order.operator !== me) return false;
  return refusalOf(order, action) === undefined;
}

export const nextStep = (order: Order, me: string): Verb | undefined => steps.find((verb) => may(verb, order, me));

/** The order as it will be when the server agrees. `at` is when. */
export function foreseen(order: Order, verb: Verb, by: string, body: object, at: string): Order {
  const given = { order, operator: by, ...body } as unknown as Given;
  return evolveOrder(order, { ...verb.event(given), v: 1, at } as OrderEvent);
}

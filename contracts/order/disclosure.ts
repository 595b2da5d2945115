import type { OrderSummary, OrderView } from "../api/orders.ts";
import type { CloudEvent } from "../feed/cloud-event.ts";
import type { OrderEvent } from "./events.ts";

/*
 * What the customer or company an order belongs to is shown of it: its status, what was ordered and agreed, the
 * promise and that it moved. Who works on it, how the workshop is doing, and what the house tells itself about it is
 * the house's own. These two tables decide it for every view, list, stream and feed; a new field or event does not
 * compile until it is in them.
 */
const shown = true;
const hidden = false;

export const fieldsOfOrder = {
  id: shown,
  version: shown,
  status: shown,
  channel: shown,
  owner: shown,
  country: shown,
  goods: shown,
  reference: shown,
  quoteId: shown,
  model: shown,
  choice: shown,
  price: shown,
  acceptBy: shown,
  priceAccepted: shown,
  priceExpired: shown,
  findings: shown,
  onHold: shown,
  operator: hidden,
  promiseBy: shown,
  priority: hidden,
  paused: hidden,
  undoUntil: hidden,
  rework: hidden,
  scrap: hidden,
  risk: hidden,
  shipment: shown,
  endReason: shown,
  timeline: shown,
  next: shown,
  createdAt: shown,
  statusSince: shown,
} as const satisfies Record<keyof OrderView | keyof OrderSummary, boolean>;

type FieldsOf<Type> = Exclude<keyof Extract<OrderEvent, { type: Type }>, "type" | "v" | "at">;
/** By event and field; an event that is hidden as a whole says so. */
type FieldsOfEvents = {
  readonly [Type in OrderEvent["type"]]: typeof hidden | { readonly [Field in FieldsOf<Type>]: boolean };
};

const job = { priority: hidden, skill: hidden, promiseBy: shown };

/** `by`, whose doing it was, is not among them: everybody sees their own name there, and the owner no other. */
export const fieldsOfEvents: FieldsOfEvents = {
  OrderStarted: {
    owner: shown,
    channel: shown,
    goods: shown,
    country: shown,
    reference: shown,
    contractLimit: hidden,
    quoteId: shown,
  },
  ModelAttached: { model: shown },
  OrderSubmitted: { choice: shown, submission: shown, modelBytes: shown, sha256: shown },
  PriceCalculated: { price: shown, acceptBy: shown, submission: shown, sha256: shown, findings: shown },
  PricingFailed: { findings: shown },
  PriceAccepted: { total: shown, by: hidden, contract: shown },
  PriceExpired: {},
  PriceOverridden: { price: shown, before: shown, reason: hidden },
  ManufacturingApproved: job,
  ManufacturingStarted: { operator: hidden, tookMs: hidden },
  ManufacturingCompleted: { operator: hidden, tookMs: hidden, undoUntil: hidden },
  PackagingStarted: { tookMs: hidden, undoUntil: hidden },
  OrderShipped: { carrier: shown, trackingNumber: shown, tookMs: hidden },
  OrderClosed: { by: hidden },
  OrderCancelled: { reason: shown },
  OrderRejected: { reason: shown },
  OrderHeld: { reason: shown },
  OrderResumed: {},
  WorkPaused: hidden,
  WorkContinued: hidden,
  // Those that move the status back are told without their reasons.
  ManufacturingReturned: { operator: hidden, reason: hidden, ...job },
  ManufacturingHandedOver: hidden,
  ReworkStarted: { operator: hidden, reason: hidden },
  OrderScrapped: { operator: hidden, reason: hidden, ...job },
  StageUndone: { stage: shown, operator: hidden },
  PromiseAtRisk: hidden,
  PromiseSafe: hidden,
  PromiseEscalated: hidden,
  PromiseMissed: hidden,
};

const eventRules: Readonly<Record<string, false | Readonly<Record<string, boolean>>>> = fieldsOfEvents;
const viewRules: Readonly<Record<string, boolean>> = fieldsOfOrder;

/** An event as the owner of its order is told it; undefined when it is none of theirs. What the table does not know, neither. */
export function toldToOwner(event: CloudEvent, owner: string): CloudEvent | undefined {
  const fields = eventRules[event.type.split(".")[1] ?? ""];
  if (!fields) return undefined;
  const data = Object.entries(event.data).filter(([name, value]) =>
    name === "by" ? value === owner : fields[name] === shown,
  );
  return { ...event, data: Object.fromEntries(data) };
}

/** A view or a list's row without what is not the owner's to see. */
export const ownView = <View extends object>(view: View): View =>
  Object.fromEntries(Object.entries(view).filter(([name]) => viewRules[name] === shown)) as View;

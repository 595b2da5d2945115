import type { OrderSummary, OrderView } from "#contracts/api/orders.ts";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { eventOf } from "../../client/event.ts";

/** An order on the board: its fold, and how far this page has seen it. */
export interface Item {
  readonly id: string;
  readonly version: number;
  /** Of the last event seen of that version. */
  readonly index: number;
  readonly order: Order;
  /** Sorts as text: what comes first is to be made first. */
  readonly rank: string;
  /** Lower case; what a search looks into. */
  readonly text: string;
}

export const boardStatuses = [
  "MANUFACTURING_APPROVED",
  "MANUFACTURING_STARTED",
  "MANUFACTURING_COMPLETED",
  "PACKAGING",
] as const satisfies readonly OrderStatus[];
export type BoardStatus = (typeof boardStatuses)[number];

interface Urgency {
  readonly priority?: number;
  readonly promiseBy?: string;
}

export const isOnBoard = ({ status }: Order): boolean => boardStatuses.some((one) => one === status);

/** What people call an order by: the end of its id. */
export const numberOf = (id: string): string => id.slice(-6).toUpperCase();

/** Made of the urgency first, then the promise, then the wait. */
const rankOf = (id: string, { priority = 0, promiseBy, timeline }: Order & Urgency): string =>
  `${9 - priority} ${promiseBy ?? "9"} ${timeline[0]?.at ?? "9"} ${id}`;

const textOf = (id: string, { reference, choice, model, goods }: Order): string =>
  [id, reference, choice?.material, model?.name, goods.kind === "ready-made" ? goods.sku : ""].join(" ").toLowerCase();

const itemOf = (id: string, version: number, index: number, order: Order): Item => ({
  ...{ id, version, index, order },
  rank: rankOf(id, order),
  text: textOf(id, order),
});

const all = Number.MAX_SAFE_INTEGER;

type Shown = Omit<OrderSummary, "createdAt" | "statusSince">;

/** The fold behind what the API shows of an order; what it leaves out concerns nobody on the board. */
function orderOf(shown: Shown, timeline: Order["timeline"]): Order {
  const { id: _, version: __, priceAccepted: ___, priceExpired: ____, onHold, ...facts } = shown;
  const held = onHold === undefined ? {} : { held: { reason: onHold, at: timeline.at(-1)?.at ?? "" } };
  return { ...(facts as unknown as Order), ...held, submission: 0, timeline };
}

/** An order of a list. */
export function itemOfSummary({ createdAt, statusSince, ...shown }: OrderSummary): Item {
  const timeline = [
    { status: "INITIATED", at: createdAt },
    { status: shown.status, at: statusSince },
  ] as const;
  return itemOf(shown.id, shown.version, all, orderOf(shown, timeline));
}

/** An order that was read by itself. */
export const itemOfView = ({ next: _, timeline, ...shown }: OrderView): Item =>
  itemOf(shown.id, shown.version, all, orderOf(shown, timeline));

/** Where an event stands in its order. */
function placeOf({ id, version }: CloudEvent): { version: number; index: number } {
  return { version, index: Number(id.slice(id.lastIndexOf(".") + 1)) };
}

/** The order after one more event; the same when it was seen before; undefined when something between is missing. */
export function seen(item: Item, event: CloudEvent): Item | undefined {
  const { version, index } = placeOf(event);
  if (version < item.version || (version === item.version && index <= item.index)) return item;
  const isNext = version === item.version ? index === item.index + 1 : version === item.version + 1 && index === 0;
  if (!isNext) return undefined;
  return itemOf(item.id, version, index, evolveOrder(item.order, eventOf(event)));
}

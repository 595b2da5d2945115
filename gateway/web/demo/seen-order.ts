import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";

/** An order as its event stream has told it so far. */
export interface SeenOrder {
  readonly id: string;
  /** 0 before the first event. */
  readonly version: number;
  readonly order: Order | undefined;
}

/** A client's envelope, opened: the event as the log has it. */
function eventOf({ type, time, data }: CloudEvent): OrderEvent {
  const [, name = "", version = ""] = type.split(".");
  return orderHistory.read({ ...data, type: name, v: Number(version.slice(1)), at: time });
}

/** The order after one more event of its stream: the same fold the actor decides on and the databases store. */
export const seeEvent = ({ id, order }: SeenOrder, event: CloudEvent): SeenOrder => ({
  id,
  version: event.version,
  order: evolveOrder(order, eventOf(event)),
});

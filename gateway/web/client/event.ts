import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";

/** A client's envelope, opened: the event of an order as the log has it. Throws when this page does not know it yet. */
export function eventOf({ type, time, data }: CloudEvent): OrderEvent {
  const [, name = "", version = ""] = type.split(".");
  return orderHistory.read({ ...data, type: name, v: Number(version.slice(1)), at: time });
}

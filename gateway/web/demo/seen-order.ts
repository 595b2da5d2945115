import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { eventOf } from "../client/event.ts";

/** An order as its event stream has told it so far. */
export interface SeenOrder {
  readonly id: string;
  /** 0 before the first event. */
  readonly version: number;
  readonly order: Order | undefined;
}

/** The order after one more event of its stream: the same fold the actor decides on and the databases store. */
export const seeEvent = ({ id, order }: SeenOrder, event: CloudEvent): SeenOrder => ({
  id,
  version: event.version,
  order: evolveOrder(order, eventOf(event)),
});

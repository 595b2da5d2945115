import type { Order } from "#contracts/order/order.ts";
import type { ChangedOrder } from "./orders.ts";

/** The columns every read model has of an order; `doc` is the folded order, encoded. */
export const commonColumns = ({ id, version, order, updatedAt }: ChangedOrder) => ({
  id,
  version,
  status: order.status,
  channel: order.channel,
  total_minor: order.price?.total ?? null,
  currency: order.price?.currency ?? null,
  created_at: order.timeline[0]?.at,
  updated_at: updatedAt,
  doc: JSON.stringify(order),
});

/** When an order last reached a status; null when it never has. */
export const reachedAt = ({ timeline }: Order, status: Order["status"]): string | null =>
  timeline.findLast((step) => step.status === status)?.at ?? null;

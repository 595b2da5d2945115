import type { Order } from "#contracts/order/order.ts";
import type { Tx } from "../pool.ts";
import type { ChangedOrder } from "../projection/orders.ts";
import { recordset } from "../recordset.ts";

interface Delta {
  readonly status: string;
  readonly channel: string;
  readonly orders: number;
}

/** How the numbers of orders by status and channel change. Pure. */
export function countDeltas(changed: readonly Pick<ChangedOrder, "before" | "order">[]): Delta[] {
  const deltas = new Map<string, Delta>();
  const add = ({ status, channel }: Order, by: number) => {
    const key = `${status} ${channel}`;
    deltas.set(key, { status, channel, orders: (deltas.get(key)?.orders ?? 0) + by });
  };
  for (const { before, order } of changed) {
    if (before) add(before, -1);
    add(order, 1);
  }
  return [...deltas.values()].filter(({ orders }) => orders !== 0);
}

/**
 * Keeps order_counts exact. Projectors of several streams meet at these rows alone, always in the same order, so they
 * wait for each other and never deadlock. A count of nothing has no row, however one came there.
 */
export async function countOrders(tx: Tx, changed: readonly ChangedOrder[]): Promise<void> {
  const deltas = countDeltas(changed);
  if (deltas.length === 0) return;
  await tx`
    INSERT INTO order_counts (status, channel, orders)
    SELECT status, channel, orders
    FROM json_to_recordset(${recordset(deltas)}::text::json) AS row(status text, channel text, orders bigint)
    ORDER BY status COLLATE "C", channel COLLATE "C"
    ON CONFLICT (status, channel) DO UPDATE SET orders = order_counts.orders + excluded.orders`;
  await tx`DELETE FROM order_counts WHERE orders = 0`;
}

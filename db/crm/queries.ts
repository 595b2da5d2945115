import type { Channel } from "#contracts/order/parts.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import { decodeTimeKeyset, type Page, pageOf, rowsToAsk } from "../keyset.ts";
import { byTime, type OrderRow, type TimedRow } from "../order-row.ts";
import type { Pool, Sql } from "../pool.ts";

export { searchOrders } from "./search.ts";

export interface CrmList {
  readonly status?: OrderStatus | undefined;
  readonly channel?: Channel | undefined;
  readonly owner?: string | undefined;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

/** The list's statement. Every filter but owner with channel has an index in the list's order. */
export function listStatement(sql: Sql, { status, channel, owner, after, limit }: CrmList) {
  const place = decodeTimeKeyset(after);
  return sql<TimedRow[]>`
    SELECT id, version, doc, created_at AS listed_at FROM orders
    WHERE true
      ${status ? sql`AND status = ${status}` : sql``}
      ${channel ? sql`AND channel = ${channel}` : sql``}
      ${owner ? sql`AND owner = ${owner}` : sql``}
      ${place ? sql`AND (created_at, id) < (${place[0]}, ${place[1]})` : sql``}
    ORDER BY created_at DESC, id DESC LIMIT ${rowsToAsk(limit)}`;
}

/** Orders, newest first. Throws InvalidCursor, DatabaseUnavailable. */
export async function listOrders(pool: Pool, list: CrmList): Promise<Page<OrderRow>> {
  return pageOf(await pool.query((sql) => listStatement(sql, list)), list.limit, byTime);
}

/** One order, whoever's it is: the caller checks who may see it. */
export const findOrder = (pool: Pool, id: string): Promise<OrderRow | undefined> =>
  pool.query(async (sql) => (await sql<OrderRow[]>`SELECT id, version, doc FROM orders WHERE id = ${id}`)[0]);

export interface OrderCount {
  readonly status: OrderStatus;
  readonly channel: Channel;
  readonly orders: number;
}

/** How many orders there are by status and channel; as cheap at a million orders as at ten. */
export const countOrders = (pool: Pool): Promise<OrderCount[]> =>
  pool.query(async (sql) => [
    ...(await sql<OrderCount[]>`SELECT status, channel, orders FROM order_counts ORDER BY status, channel`),
  ]);

import type { OrderStatus } from "#contracts/order/status.ts";
import { decodeTimeKeyset, type Page, pageOf, rowsToAsk } from "../keyset.ts";
import { byTime, type OrderRow, type TimedRow } from "../order-row.ts";
import type { Pool, Sql } from "../pool.ts";

export interface ShopList {
  readonly owner: string;
  readonly status?: OrderStatus | undefined;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

/** The list's statement. */
export function listStatement(sql: Sql, { owner, status, after, limit }: ShopList) {
  const place = decodeTimeKeyset(after);
  return sql<TimedRow[]>`
    SELECT id, version, doc, created_at AS listed_at FROM orders
    WHERE owner = ${owner}
      ${status ? sql`AND status = ${status}` : sql``}
      ${place ? sql`AND (created_at, id) < (${place[0]}, ${place[1]})` : sql``}
    ORDER BY created_at DESC, id DESC LIMIT ${rowsToAsk(limit)}`;
}

/** A customer's orders, newest first. Throws InvalidCursor, DatabaseUnavailable. */
export async function listOrders(pool: Pool, list: ShopList): Promise<Page<OrderRow>> {
  return pageOf(await pool.query((sql) => listStatement(sql, list)), list.limit, byTime);
}

/** One order, whoever's it is: the caller checks the owner. */
export const findOrder = (pool: Pool, id: string): Promise<OrderRow | undefined> =>
  pool.query(async (sql) => (await sql<OrderRow[]>`SELECT id, version, doc FROM orders WHERE id = ${id}`)[0]);

import type { OrderStatus } from "#contracts/order/status.ts";
import { decodeTimeKeyset, type Page, pageOf, rowsToAsk } from "../keyset.ts";
import { byTime, type OrderRow, type TimedRow } from "../order-row.ts";
import type { Pool, Sql } from "../pool.ts";

export interface MesQueue {
  readonly statuses: readonly OrderStatus[];
  readonly operator?: string | undefined;
  readonly material?: string | undefined;
  readonly skill?: string | undefined;
  /** How far the promise is from being kept. */
  readonly risk?: "at-risk" | "escalated" | "missed" | undefined;
  /** RFC 3339: only what is promised before, and then the next promise comes first. */
  readonly promisedBefore?: string | undefined;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

/** The queue's statement: one run along the index for each status, then a merge, so that it is flat in history. */
export function queueStatement(sql: Sql, queue: MesQueue) {
  const { statuses, operator, material, skill, risk, promisedBefore, after, limit } = queue;
  const place = decodeTimeKeyset(after);
  const rows = rowsToAsk(limit);
  const orderedBy = promisedBefore ? sql`promise_by` : sql`queued_at`;
  return sql<TimedRow[]>`
    SELECT found.* FROM json_array_elements_text(${JSON.stringify([...new Set(statuses)])}::text::json) AS wanted(status)
    CROSS JOIN LATERAL (
      SELECT id, version, doc, ${orderedBy} AS listed_at FROM orders
      WHERE orders.status = wanted.status AND queued_at IS NOT NULL
        ${operator ? sql`AND operator = ${operator}` : sql``}
        ${material ? sql`AND material = ${material}` : sql``}
        ${skill ? sql`AND skill = ${skill}` : sql``}
        ${risk ? sql`AND risk = ${risk}` : sql``}
        ${promisedBefore ? sql`AND promise_by < ${promisedBefore}` : sql``}
        ${place ? sql`AND (${orderedBy}, id) > (${place[0]}, ${place[1]})` : sql``}
      ORDER BY ${orderedBy}, id LIMIT ${rows}
    ) AS found
    ORDER BY listed_at, id LIMIT ${rows}`;
}

/**
 * Submitted orders in any of the statuses: longest approved (before that: submitted) first, or the next promise.
 * Throws InvalidCursor.
 */
export async function listQueue(pool: Pool, queue: MesQueue): Promise<Page<OrderRow>> {
  return pageOf(await pool.query((sql) => queueStatement(sql, queue)), queue.limit, byTime);
}

/** One order, unless it was never submitted. */
export const findOrder = (pool: Pool, id: string): Promise<OrderRow | undefined> =>
  pool.query(async (sql) => {
    const [row] = await sql<OrderRow[]>`
      SELECT id, version, doc FROM orders WHERE id = ${id} AND queued_at IS NOT NULL`;
    return row;
  });

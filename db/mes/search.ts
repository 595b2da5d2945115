import { decodeKeyset, type Page, pageOf, rowsToAsk } from "../keyset.ts";
import type { OrderRow } from "../order-row.ts";
import type { Pool, Sql } from "../pool.ts";
import { storable } from "../recordset.ts";

export interface MesSearch {
  /** The beginning of an order's number, or of a customer's reference in any case. */
  readonly text: string;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

interface FoundRow extends OrderRow {
  readonly key: string;
}

/** Above every text with the prefix, byte by byte; a range and not LIKE, which a prepared plan cannot put on an index. */
const above = (prefix: string) => `${prefix}\u{10FFFF}`;

/** The search's statement: each kind runs along its own index, so a page costs the same however many match. */
export function searchStatement(sql: Sql, { text, after, limit }: MesSearch) {
  const place = decodeKeyset(after);
  const prefix = storable(text);
  if (prefix.startsWith("ord_")) {
    return sql<FoundRow[]>`
      SELECT id, version, doc, '' AS key FROM orders
      WHERE queued_at IS NOT NULL AND id >= ${prefix} AND id < ${place?.[1] ?? above(prefix)}
      ORDER BY id DESC LIMIT ${rowsToAsk(limit)}`;
  }
  const key = sql`lower(reference) COLLATE "C"`;
  return sql<FoundRow[]>`
    SELECT id, version, doc, ${key} AS key FROM orders
    WHERE queued_at IS NOT NULL AND ${key} >= lower(${prefix}) AND ${key} < lower(${above(prefix)})
      ${place ? sql`AND (${key}, id) > (${place[0]}, ${place[1]})` : sql``}
    ORDER BY ${key}, id LIMIT ${rowsToAsk(limit)}`;
}

/** Submitted orders whose number begins so, newest month first, or else whose reference does. Throws InvalidCursor. */
export async function searchQueue(pool: Pool, search: MesSearch): Promise<Page<OrderRow>> {
  return pageOf(await pool.query((sql) => searchStatement(sql, search)), search.limit, {
    item: ({ id, version, doc }): OrderRow => ({ id, version, doc }),
    keyset: ({ key, id }): [string, string] => [key, id],
  });
}

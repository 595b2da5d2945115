import { decodeKeyset, type Page, pageOf, rowsToAsk } from "./keyset.ts";
import type { OrderRow } from "./order-row.ts";
import type { Pool, Sql } from "./pool.ts";
import { storable } from "./recordset.ts";

export interface Search {
  /** The beginning of an order's id, or of a reference in any case. */
  readonly text: string;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

interface FoundRow extends OrderRow {
  readonly key: string;
}

/** Which rows of a database's orders are searched, as a condition its indexes are made for. */
export type Among = (sql: Sql) => ReturnType<Sql>;

/** Above every text with the prefix, byte by byte; a range and not LIKE, which a prepared plan cannot put on an index. */
const above = (prefix: string) => `${prefix}\u{10FFFF}`;

/** The search's statement: each kind runs along its own index, so a page costs the same however many match. */
export function searchStatement(sql: Sql, among: Among, { text, after, limit }: Search) {
  const place = decodeKeyset(after);
  const prefix = storable(text);
  if (prefix.startsWith("ord_")) {
    return sql<FoundRow[]>`
      SELECT id, version, doc, '' AS key FROM orders
      WHERE ${among(sql)} AND id >= ${prefix} AND id < ${place?.[1] ?? above(prefix)}
      ORDER BY id DESC LIMIT ${rowsToAsk(limit)}`;
  }
  const key = sql`lower(reference) COLLATE "C"`;
  return sql<FoundRow[]>`
    SELECT id, version, doc, ${key} AS key FROM orders
    WHERE ${among(sql)} AND ${key} >= lower(${prefix}) AND ${key} < lower(${above(prefix)})
      ${place ? sql`AND (${key}, id) > (${place[0]}, ${place[1]})` : sql``}
    ORDER BY ${key}, id LIMIT ${rowsToAsk(limit)}`;
}

/** Orders whose id begins so, newest month first, or else whose reference does, in its order. Throws InvalidCursor. */
export async function search(pool: Pool, among: Among, asked: Search): Promise<Page<OrderRow>> {
  return pageOf(await pool.query((sql) => searchStatement(sql, among, asked)), asked.limit, {
    item: ({ id, version, doc }): OrderRow => ({ id, version, doc }),
    keyset: ({ key, id }): [string, string] => [key, id],
  });
}

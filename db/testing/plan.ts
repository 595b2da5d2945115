import type { PendingQuery, Row } from "postgres";
import type { Pool, Sql } from "../pool.ts";

/** How Postgres would run a statement, as text. */
export const planOf = <Rows extends readonly Row[]>(
  pool: Pool,
  statement: (sql: Sql) => PendingQuery<Rows & Row[]>,
): Promise<string> =>
  pool.query(async (sql) => {
    const rows = await sql<{ "QUERY PLAN": string }[]>`EXPLAIN ${statement(sql)}`;
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });

/** Thousands of orders with made-up documents, and fresh statistics about them; `row` is the SELECT list for number n. */
export async function fill(pool: Pool, columns: string, row: string): Promise<void> {
  await pool.query((sql) =>
    sql.unsafe(`
    INSERT INTO orders (id, version, status, channel, created_at, updated_at, doc, ${columns})
    SELECT 'ord_26' || lpad((n % 12 + 1)::text, 2, '0') || translate(lpad(to_hex(n), 16, '0'), '0189', 'wxyz'), 1,
      (ARRAY['INITIATED', 'SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'CLOSED',
        'CLOSED', 'CLOSED'])[n % 8 + 1],
      (ARRAY['shop', 'partner', 'crm'])[n % 3 + 1],
      timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-02-01', '{}', ${row}
    FROM generate_series(1, 5000) AS n`),
  );
  await pool.query((sql) => sql`ANALYZE orders`);
}

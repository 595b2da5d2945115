import { decodeTimeKeyset, type Page, pageOf, rowsToAsk } from "../keyset.ts";
import type { Pool, Sql } from "../pool.ts";

export interface LedgerRow {
  readonly entry: string;
  readonly at: string;
  readonly operator: string;
  readonly order_id: string | null;
  readonly kind: "made" | "undone" | "scrapped" | "correction";
  readonly amount_minor: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly by: string | null;
}

export interface Ledger {
  /** A month, `YYYY-MM`. */
  readonly period: string;
  /** Everybody's when left out. */
  readonly operator?: string | undefined;
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

const filter = (sql: Sql, { period, operator }: Pick<Ledger, "period" | "operator">) =>
  sql`period = ${period} ${operator ? sql`AND operator = ${operator}` : sql``}`;

/** The ledger's statement: entries in the order they were made. */
export function ledgerStatement(sql: Sql, ledger: Ledger) {
  const place = decodeTimeKeyset(ledger.after);
  return sql<LedgerRow[]>`
    SELECT entry, at, operator, order_id, kind, amount_minor, currency, reason, by FROM ledger
    WHERE ${filter(sql, ledger)} ${place ? sql`AND (at, entry) > (${place[0]}, ${place[1]})` : sql``}
    ORDER BY at, entry LIMIT ${rowsToAsk(ledger.limit)}`;
}

/** A page of what was earned, taken back and corrected. Throws InvalidCursor, DatabaseUnavailable. */
export async function listLedger(pool: Pool, ledger: Ledger): Promise<Page<LedgerRow>> {
  const keyset = ({ at, entry }: LedgerRow): [string, string] => [at, entry];
  return pageOf(await pool.query((sql) => ledgerStatement(sql, ledger)), ledger.limit, { item: (row) => row, keyset });
}

/** What a month comes to, a sum for each currency. */
export const ledgerTotal = (pool: Pool, of: Pick<Ledger, "period" | "operator">) =>
  pool.query(async (sql) => [
    ...(await sql<{ amount: number; currency: string }[]>`
      SELECT sum(amount_minor)::bigint AS amount, currency FROM ledger WHERE ${filter(sql, of)}
      GROUP BY currency ORDER BY currency`),
  ]);

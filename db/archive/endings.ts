import type { StoredCommit } from "#contracts/log/commit.ts";
import { eventsOf } from "#contracts/log/commit.ts";
import { endsOrder } from "#contracts/order/status.ts";
import type { Pool, Tx } from "../pool.ts";
import { recordset } from "../recordset.ts";

/** An order that has ended and is still in the log. */
export interface Ended {
  readonly aggregate: string;
  /** RFC 3339. */
  readonly endedAt: string;
}

/** Notes the orders that end with these commits. */
export async function noteEndings(tx: Tx, commits: readonly StoredCommit[]): Promise<void> {
  const ended = commits
    .filter(({ aggregate, commit }) => aggregate.startsWith("ord_") && eventsOf(commit).some(endsOrder))
    .map(({ aggregate, commit }) => ({ aggregate, ended_at: commit.commands.at(-1)?.at }));
  if (ended.length === 0) return;
  await tx`
    INSERT INTO endings (aggregate, ended_at)
    SELECT aggregate, ended_at
    FROM json_to_recordset(${recordset(ended)}::text::json) AS row(aggregate text, ended_at timestamptz)
    ON CONFLICT DO NOTHING`;
}

/** At most `limit` orders that ended before an instant (RFC 3339) and are in the log, the first to end first, after one. */
export async function endedBefore(
  pool: Pool,
  { before, after, limit }: { before: string; after: Ended | undefined; limit: number },
): Promise<Ended[]> {
  const rows = await pool.query(
    (sql) => sql<Ended[]>`
      SELECT aggregate, ended_at AS "endedAt" FROM endings
      WHERE archived_at IS NULL AND ended_at < ${before}
        AND (ended_at, aggregate) > (${after?.endedAt ?? "-infinity"}, ${after?.aggregate ?? ""})
      ORDER BY ended_at, aggregate LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row }));
}

/** Notes that an order has left the log. */
export const noteArchived = (pool: Pool, aggregate: string): Promise<unknown> =>
  pool.query((sql) => sql`UPDATE endings SET archived_at = now() WHERE aggregate = ${aggregate}`);

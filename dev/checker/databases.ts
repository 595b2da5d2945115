import type { Commit, StoredCommit } from "#contracts/log/commit.ts";
import type { LogPosition } from "#contracts/log/position.ts";
import { type Database, databases } from "#db/databases.ts";
import { openPool, type Pool } from "#db/pool.ts";
import { includes, positionOf } from "#db/position.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { type ReplayedOrder, replayed } from "./log.ts";

/** The installation's databases. */
export type Pools = Readonly<Record<Database, Pool>>;

/** Databases that follow the log. */
export const followers = ["shop", "crm", "mes", "archive"] as const satisfies Database[];

export async function openDatabases(schema: string): Promise<Pools> {
  const { databaseUrls } = await servers();
  const pools = databases.map((name) => [name, openPool(databaseUrls[name], { name, schema, max: 2 })]);
  return Object.fromEntries(pools) as Pools;
}

/** Waits until every database has seen all of the log. */
export async function caughtUp(pools: Pools, end: LogPosition, deadlineMs: number): Promise<void> {
  for (const name of followers) {
    const what = `${name} at the log's end`;
    await eventually(async () => includes(await positionOf(pools[name]), end), { deadlineMs, what });
  }
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly channel: string;
  readonly total_minor: number | null;
  readonly doc: unknown;
}

/** The rows of a table of orders that the log's replay gives. */
export const expectedRows = (commits: readonly StoredCommit[], belongs: (order: ReplayedOrder) => boolean): Row[] =>
  [...replayed(commits)]
    .filter(([, order]) => belongs(order))
    .map(([id, { version, order }]) => ({
      id,
      version,
      status: order.status,
      channel: order.channel,
      total_minor: order.price?.total ?? null,
      // As it is once written: an absent field and an undefined one are the same.
      doc: JSON.parse(JSON.stringify(order)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

export const orderRows = (pool: Pool): Promise<Row[]> =>
  pool.query(async (sql) => [
    ...(await sql<Row[]>`SELECT id, version, status, channel, total_minor, doc FROM orders ORDER BY id`),
  ]);

/** How many orders there are in each status, as the CRM counts them. */
export const orderCounts = (pool: Pool): Promise<Record<string, number>> =>
  pool.query(async (sql) => {
    const rows = await sql<{ status: string; orders: number }[]>`
      SELECT status, sum(orders)::int AS orders FROM order_counts GROUP BY status`;
    return Object.fromEntries(rows.map(({ status, orders }) => [status, orders]));
  });

/** Every commit the archive has up to a position, in the log's order. */
export const archived = (pool: Pool, upto: LogPosition): Promise<StoredCommit[]> =>
  pool.query(async (sql) => {
    const rows = await sql<{ aggregate: string; stream: number; seq: number; commit: Commit }[]>`
      SELECT aggregate, stream, seq, body AS commit FROM commits ORDER BY stream, seq`;
    return rows.filter(({ stream, seq }) => seq <= (upto[stream]?.seq ?? 0));
  });

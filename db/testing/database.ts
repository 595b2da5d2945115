import { onTestFinished } from "bun:test";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import type { Database } from "../databases.ts";
import { migrate } from "../migrate.ts";
import { openPool, type Pool } from "../pool.ts";

// Here and not in a test, so that starting the servers is on no test's time.
const { databaseUrls } = await servers();

/** A pool on a schema of its own, without tables; both go when the test is through. */
export async function emptyPool(name: Database): Promise<Pool> {
  const pool = openPool(databaseUrls[name], { name, schema: freshPrefix(), max: 4 });
  onTestFinished(async () => {
    await pool.transaction((tx) => tx`DROP SCHEMA IF EXISTS ${tx(pool.schema)} CASCADE`);
    await pool.close();
  });
  return pool;
}

/** The same, migrated. */
export async function freshPool(name: Database): Promise<Pool> {
  const pool = await emptyPool(name);
  await migrate(pool);
  return pool;
}

/** Another pool on the same schema, as another process would have. */
export function secondPool({ name, schema }: Pool): Pool {
  const pool = openPool(databaseUrls[name], { name, schema, max: 4 });
  onTestFinished(() => pool.close());
  return pool;
}

/** All rows of a table as text, ordered: equal tables give equal dumps. */
export const dump = (pool: Pool, table: string): Promise<string[]> =>
  pool.query(async (sql) => {
    const rows = await sql<{ row: string }[]>`SELECT t::text AS row FROM ${sql(table)} t ORDER BY t::text COLLATE "C"`;
    return rows.map(({ row }) => row);
  });

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Database } from "./databases.ts";
import type { Pool, Tx } from "./pool.ts";

/** A migration that was applied reads otherwise now: what the tables look like can no longer be known. */
export class MigrationDrift extends Error {
  override readonly name = "MigrationDrift";
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** The files `db/<database>/migrations/0001_what_it_does.sql`, in order. */
function migrationsOf(database: Database): Migration[] {
  const folder = new URL(`./${database}/migrations/`, import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      return { number: Number(name.slice(0, 4)), name, text, sha256 };
    });
}

/** Nobody else migrates this schema until the transaction ends, which may take as long as it needs. */
async function takeTurn(tx: Tx, schema: string): Promise<void> {
  await tx`SET LOCAL statement_timeout = 0`;
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`bezel migrate ${schema}`}, 0))`;
}

const prepare = (pool: Pool) =>
  pool.longTransaction(async (tx) => {
    await takeTurn(tx, pool.schema);
    await tx`CREATE SCHEMA IF NOT EXISTS ${tx(pool.schema)}`;
    await tx`CREATE TABLE IF NOT EXISTS migrations (
      number integer PRIMARY KEY,
      name text NOT NULL,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`;
  });

/** Whether it was applied now; false when it had been before. */
const applyOne = (pool: Pool, { number, name, text, sha256 }: Migration) =>
  pool.longTransaction(async (tx) => {
    await takeTurn(tx, pool.schema);
    const [applied] = await tx<{ name: string; sha256: string }[]>`
      SELECT name, sha256 FROM migrations WHERE number = ${number}`;
    if (applied && applied.sha256 !== sha256) {
      throw new MigrationDrift(`${name} is not the migration ${number} that was applied as ${applied.name}`);
    }
    if (applied) return false;
    await tx.unsafe(text);
    await tx`INSERT INTO migrations (number, name, sha256) VALUES (${number}, ${name}, ${sha256})`;
    return true;
  });

/**
 * Brings a database's tables up to this release, forward only, a transaction each; several nodes may do it at once.
 * Makes the schema when it is missing. Gives the names of what was applied. Migrations of a later release are left
 * alone, so that a release can be taken back. Throws MigrationDrift.
 */
export async function migrate(pool: Pool): Promise<string[]> {
  await prepare(pool);
  const applied: string[] = [];
  for (const migration of migrationsOf(pool.name)) {
    if (await applyOne(pool, migration)) applied.push(migration.name);
  }
  return applied;
}

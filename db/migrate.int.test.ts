import { describe, expect, test } from "bun:test";
import { databases } from "./databases.ts";
import { MigrationDrift, migrate } from "./migrate.ts";
import { emptyPool, freshPool, secondPool } from "./testing/database.ts";

const tablesOf = async (pool: Awaited<ReturnType<typeof emptyPool>>) =>
  pool.query(async (sql) => {
    const rows = await sql<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = ${pool.schema} ORDER BY 1`;
    return rows.map(({ name }) => name);
  });

describe("migrating", () => {
  test.each([...databases])("%s gets its tables, once", async (name) => {
    const pool = await emptyPool(name);
    expect((await migrate(pool)).length).toBeGreaterThan(0);
    expect(await migrate(pool)).toEqual([]);
    expect(await tablesOf(pool)).toContain("migrations");
  });

  test("two nodes at once share the work", async () => {
    const first = await emptyPool("crm");
    const second = secondPool(first);
    const applied = await Promise.all([first, second, first, second].map(migrate));
    expect(applied.flat()).toEqual(["0001_orders.sql"]);
    expect(await tablesOf(first)).toEqual(["migrations", "order_counts", "orders", "projection_positions"]);
  });

  test("a migration that was changed afterwards is refused", async () => {
    const pool = await freshPool("shop");
    await pool.query((sql) => sql`UPDATE migrations SET sha256 = 'of another text'`);
    expect(await migrate(pool).catch((error: unknown) => error)).toBeInstanceOf(MigrationDrift);
  });

  test("migrations of a later release are left alone", async () => {
    const pool = await freshPool("shop");
    await pool.query((sql) => sql`INSERT INTO migrations (number, name, sha256) VALUES (9000, '9000_later.sql', '')`);
    expect(await migrate(pool)).toEqual([]);
  });
});

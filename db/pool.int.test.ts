import { describe, expect, onTestFinished, test } from "bun:test";
import { servers } from "#dev/testing/servers.ts";
import { openPool } from "./pool.ts";
import { freshPool } from "./testing/database.ts";
import { silentProxy } from "./testing/silent-proxy.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

/** How a promise failed and after how long. */
async function failure(promise: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const startedAt = performance.now();
  const error = await promise.then(
    () => "it did not fail",
    (reason: unknown) => reason,
  );
  return { error, ms: performance.now() - startedAt };
}

describe("a pool", () => {
  test("reads and writes sequences as numbers and instants to the microsecond", async () => {
    const pool = await freshPool("shop");
    const at = "2026-01-05T10:00:00.123456Z";
    const [row] = await pool.query(
      (sql) => sql`SELECT ${Number.MAX_SAFE_INTEGER}::bigint AS seq, ${at}::timestamptz AS at`,
    );
    expect(row).toEqual({ seq: Number.MAX_SAFE_INTEGER, at });
  });

  test("passes on errors that are no outage, and rolls back", async () => {
    const pool = await freshPool("shop");
    const { error } = await failure(
      pool.transaction(async (tx) => {
        await tx`INSERT INTO projection_positions VALUES ('shop', 0, 'x', 1)`;
        await tx`SELECT * FROM no_such_table`;
      }),
    );
    expect(error).toMatchObject({ code: "42P01" });
    expect(await pool.query((sql) => sql`SELECT * FROM projection_positions`)).toHaveLength(0);
  });

  test("ends a statement that takes too long", async () => {
    const pool = await freshPool("shop");
    const { error, ms } = await failure(pool.query((sql) => sql`SELECT pg_sleep(60)`));
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(ms).toBeLessThan(4_000);
  });

  test("gives up connections that fall silent, and makes new ones", async () => {
    const { databaseUrls } = await servers();
    const url = new URL(databaseUrls.crm);
    const to = { hostname: url.hostname, port: Number(url.port) };
    const proxy = silentProxy(to);
    url.port = String(proxy.port);
    const pool = openPool(url.href, { name: "crm", schema: "public", max: 1 });
    onTestFinished(() => pool.close());
    const ping = () => pool.query((sql) => sql`SELECT 1`);
    await ping();
    proxy.fallSilent();
    const { error, ms } = await failure(ping());
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(ms).toBeLessThan(6_000);
    await ping();
    proxy.stop();
  }, 15_000);
});

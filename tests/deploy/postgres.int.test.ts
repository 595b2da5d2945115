import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import postgres from "postgres";
import { eventually } from "#dev/testing/eventually.ts";
import { compose, envFile, textOf } from "./compose-file.ts";
import { completePostgres, PostgresCluster } from "./postgres-cluster.ts";

const { services } = compose(envFile(textOf("deploy/development.env")));
const environment: Record<string, string> = {
  ...services["postgres-primary"]?.environment,
  ...services["postgres-replica"]?.environment,
  // What a password must not be able to do is break out of the statement that sets it.
  SHOP_DATABASE_PASSWORD: "it's; -- :'odd'",
};

function holdsWith(binDir: string) {
  let cluster: PostgresCluster;

  /** Asks as a role; rejects with the server's words. */
  async function ask(port: number, role: string, database: string, text: string) {
    const password = environment[`${role.toUpperCase()}_DATABASE_PASSWORD`] ?? environment["POSTGRES_PASSWORD"] ?? "";
    const sql = postgres({ host: "127.0.0.1", port, user: role, password, database, max: 1, onnotice: () => {} });
    try {
      return [...(await sql.unsafe(text))] as Record<string, unknown>[];
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  beforeAll(async () => {
    cluster = await PostgresCluster.on(binDir, environment);
    cluster.startPrimary();
    await eventually(cluster.primaryAnswers, { deadlineMs: 20_000, what: "the primary" });
    cluster.runInitScript();
    cluster.startReplica();
  }, 60_000);
  afterAll(() => cluster.stop());

  test("each role owns its database and reaches no other", async () => {
    const { primary } = cluster.ports;
    await ask(primary, "shop", "shop", "CREATE TABLE orders AS SELECT 1 AS n");
    const refusal = await ask(primary, "shop", "crm", "SELECT 1").then(() => "none", String);
    expect(refusal).toContain("no pg_hba.conf entry");
    const privileges =
      "SELECT datname FROM pg_database WHERE has_database_privilege('shop', datname, 'CONNECT') AND datallowconn";
    expect(await ask(primary, "postgres", "postgres", privileges)).toEqual([{ datname: "shop" }]);
  });

  test("the replica follows the primary through its slot, also after a restart", async () => {
    const { primary, replica } = cluster.ports;
    const count = async () => (await ask(replica, "shop", "shop", "SELECT count(*)::int AS n FROM orders"))[0]?.["n"];
    await eventually(async () => (await count()) === 1, { deadlineMs: 20_000, what: "the copy" });
    expect(await ask(replica, "shop", "shop", "SELECT pg_is_in_recovery() AS standby")).toEqual([{ standby: true }]);
    await cluster.stopReplica();
    await ask(primary, "shop", "shop", "INSERT INTO orders VALUES (2)");
    cluster.startReplica();
    await eventually(async () => (await count()) === 2, { deadlineMs: 20_000, what: "catching up" });
    const slots = "SELECT slot_name, active FROM pg_replication_slots";
    expect(await ask(primary, "postgres", "postgres", slots)).toEqual([{ slot_name: "replica", active: true }]);
  }, 60_000);
}

const binDir = completePostgres();
if (binDir) describe("the shipped Postgres scripts", () => holdsWith(binDir));
else {
  test("no complete Postgres on this machine: its scripts were only read", () => {
    console.warn("note: NOT RUN: the Postgres scripts need psql and pg_basebackup (Debian's package postgresql)");
  });
}

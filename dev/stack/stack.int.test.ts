import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@nats-io/transport-node";
import postgres from "postgres";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { startNats } from "./nats.ts";
import { databases } from "./postgres/databases.ts";

const { natsMonitorUrl, databaseUrls } = await servers();

describe("nats-server", () => {
  test("acknowledges only what is on the disk", async () => {
    const { config } = (await (await fetch(`${natsMonitorUrl}/jsz?config=true`)).json()) as { config: object };
    expect(config).toMatchObject({ sync_always: true });
  });

  const dir = mkdtempSync(join(tmpdir(), "bezel-nats-"));
  afterAll(() => rmSync(dir, { recursive: true }));

  test("demands its password, and finds its data again after a crash", async () => {
    const credentials = { user: "bezel", password: "secret" };
    const first = await startNats({ dir, credentials });
    expect(connect({ servers: first.url, reconnect: false })).rejects.toThrow();
    process.kill(first.pid, "SIGKILL");
    expect(await first.child.exited).toBe("signal SIGKILL");
    const second = await startNats({ dir, credentials, port: first.port, monitorPort: first.monitorPort });
    const connection = await connect({ servers: second.url, user: credentials.user, pass: credentials.password });
    expect(connection.info?.jetstream).toBe(true);
    await connection.close();
    await second.stop();
    expect(await second.child.exited).toBe("exit code 0");
  });
});

describe("Postgres", () => {
  const open = (url: string) => postgres(url, { max: 1, onnotice: () => {} });

  test.each([...databases])("%s belongs to its role, which can work in it", async (name) => {
    const sql = open(databaseUrls[name]);
    const schema = freshPrefix();
    await sql`CREATE SCHEMA ${sql(schema)}`;
    await sql`DROP SCHEMA ${sql(schema)}`;
    expect(await sql`SELECT current_user AS who, current_database() AS db`).toMatchObject([{ who: name, db: name }]);
    await sql.end();
  });

  test("no role can enter another's database, nor the servers' own", async () => {
    for (const role of databases) {
      for (const other of [...databases.filter((name) => name !== role), "postgres", "template1"]) {
        const url = new URL(databaseUrls[role]);
        url.pathname = `/${other}`;
        const sql = open(url.href);
        expect(sql`SELECT 1`).rejects.toThrow(`permission denied for database "${other}"`);
        await sql.end();
      }
    }
  });
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "#dev/root.ts";
import { perDatabase } from "#dev/stack/postgres/databases.ts";
import { removePostgres } from "#dev/stack/postgres/home.ts";
import { type Postgres, startPostgres } from "#dev/stack/postgres/postgres.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { migrate } from "./migrate.ts";
import { openPool, type Pool } from "./pool.ts";
import { runProjection } from "./projection/runner.ts";
import { shopProjection } from "./shop/projection.ts";
import { findOrder } from "./shop/queries.ts";
import { MemoryLog } from "./testing/memory-log.ts";
import { Orders, orderId, wholeLife } from "./testing/orders.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

const home = join(root, ".bezel", `test-outage-${randomBytes(4).toString("hex")}`);
const dir = join(home, "postgres");
const passwords = perDatabase(() => randomBytes(8).toString("hex"));
const startServer = (port?: number) =>
  startPostgres({
    dir,
    superuserPassword: "only on loopback",
    passwords,
    durable: false,
    relocate: true,
    ...(port !== undefined && { port }),
  });

let server: Postgres;
let pool: Pool;
beforeAll(async () => {
  server = await startServer();
  pool = openPool(server.urls.shop, { name: "shop", schema: "public", max: 4 });
  await migrate(pool);
}, 30_000);
afterAll(async () => {
  await pool.close();
  await server.stop();
  removePostgres(dir);
  rmSync(home, { recursive: true, force: true });
}, 30_000);

test("while Postgres is away reads fail fast; when it returns the rows catch up", async () => {
  const log = new MemoryLog();
  const orders = new Orders(log);
  const stop = new AbortController();
  const alarms: Error[] = [];
  const onAlarm = (error: Error) => alarms.push(error);
  const projector = runProjection({ projection: shopProjection, pool, reader: log, signal: stop.signal, onAlarm });
  const versionOf = async (n: number) => (await findOrder(pool, orderId(n)))?.version;

  orders.live(orderId(1), wholeLife().slice(0, 3));
  await eventually(async () => (await versionOf(1)) === 3);

  await server.stop();
  orders.live(orderId(1), wholeLife().slice(3));
  orders.live(orderId(2), wholeLife());
  const startedAt = performance.now();
  for (let i = 0; i < 20; i++) {
    expect(await versionOf(1).catch((error: unknown) => error)).toBeInstanceOf(DatabaseUnavailable);
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  await eventually(() => projector.health()[0]?.state === "retrying");

  server = await startServer(server.port);
  await eventually(async () => (await versionOf(1)) === 11 && (await versionOf(2)) === 11, { deadlineMs: 10_000 });
  await eventually(() => projector.health()[0]?.state === "running");
  expect(alarms).toEqual([]);
  stop.abort();
  await projector.done;
}, 60_000);

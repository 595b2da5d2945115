import { describe, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import type { Pool } from "./pool.ts";
import { positionOf } from "./position.ts";
import { catchUp, runProjection } from "./projection/runner.ts";
import { type ReadModelName, readModels, rebuild } from "./rebuild.ts";
import { dump, freshPool, secondPool } from "./testing/database.ts";
import { MemoryLog } from "./testing/memory-log.ts";
import { Orders } from "./testing/orders.ts";
import { randomLives } from "./testing/random-lives.ts";

const names = Object.keys(readModels) as ReadModelName[];

const dumps = (pool: Pool, name: ReadModelName) =>
  Promise.all([...readModels[name].tables, "projection_positions"].map((table) => dump(pool, table)));

describe.each(names)("rebuilding %s", (name) => {
  const projection = readModels[name];

  test.each([1, 2, 3])("gives equal rows after the orders' lives of seed %d", async (seed) => {
    const pool = await freshPool(name);
    const log = new MemoryLog(2, 7);
    const orders = new Orders(log);
    for (let part = 0; part < 5; part++) {
      randomLives(orders, { count: 40, steps: 80, seed: seed * 100 + part });
      await catchUp({ projection, pool, reader: log });
    }
    const before = await dumps(pool, name);
    expect(before[0]?.length).toBeGreaterThan(10);
    await rebuild(name, { pool, reader: log });
    expect(await dumps(pool, name)).toEqual(before);
    const inOneBatch = new MemoryLog(2, 10_000);
    inOneBatch.streams.splice(0, 2, ...log.streams);
    await rebuild(name, { pool, reader: inOneBatch });
    expect(await dumps(pool, name)).toEqual(before);
  });

  test("repairs rows that were tampered with", async () => {
    const pool = await freshPool(name);
    const log = new MemoryLog();
    randomLives(new Orders(log), { count: 10, steps: 60, seed: 5 });
    await catchUp({ projection, pool, reader: log });
    const before = await dumps(pool, name);
    await pool.query((sql) => sql`UPDATE orders SET status = 'CLOSED', version = version + 1`);
    await rebuild(name, { pool, reader: log });
    expect(await dumps(pool, name)).toEqual(before);
  });

  test("that was interrupted is finished by a projector, though the log is quiet", async () => {
    const pool = await freshPool(name);
    const log = new MemoryLog(2);
    randomLives(new Orders(log), { count: 10, steps: 60, seed: 5 });
    const stop = new AbortController();
    const live = runProjection({ projection, pool, reader: log, signal: stop.signal, onAlarm: () => {} });
    await eventually(async () => (await live.lag()) === 0);
    const before = await dumps(pool, name);
    const broken = Object.assign(Object.create(log) as MemoryLog, { end: () => Promise.reject(new Error("killed")) });
    expect(await rebuild(name, { pool, reader: broken }).catch(String)).toBe("Error: killed");
    expect((await dumps(pool, name)).flat()).toEqual([]);
    await eventually(async () => Bun.deepEquals(await dumps(pool, name), before));
    stop.abort();
    await live.done;
  });

  test("agrees with a projector that runs meanwhile", async () => {
    const pool = await freshPool(name);
    const log = new MemoryLog(2, 5);
    const orders = new Orders(log);
    const stop = new AbortController();
    const alarms: Error[] = [];
    const onAlarm = (error: Error) => alarms.push(error);
    const live = runProjection({ projection, pool: secondPool(pool), reader: log, signal: stop.signal, onAlarm });
    for (let round = 1; round <= 4; round++) {
      randomLives(orders, { count: 30, steps: 100, seed: round });
      await rebuild(name, { pool, reader: log });
    }
    const end = await Promise.all([log.end(0), log.end(1)]);
    await eventually(async () => Bun.deepEquals(await positionOf(pool), end));
    stop.abort();
    await live.done;
    expect(alarms).toEqual([]);
    const alone = await freshPool(name);
    await catchUp({ projection, pool: alone, reader: log });
    expect(await dumps(pool, name)).toEqual(await dumps(alone, name));
  });
});

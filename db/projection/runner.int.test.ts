import { afterEach, describe, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { crmProjection } from "../crm/projection.ts";
import { findOrder } from "../crm/queries.ts";
import type { Pool } from "../pool.ts";
import { positionOf } from "../position.ts";
import { rebuild } from "../rebuild.ts";
import { dump, freshPool, secondPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Orders, orderId, start, wholeLife } from "../testing/orders.ts";
import { randomLives } from "../testing/random-lives.ts";
import type { FollowOptions } from "./follower.ts";
import type { ProjectionStopped } from "./projection.ts";
import { catchUp, type Projector, runProjection } from "./runner.ts";

const running: { stop: AbortController; done: Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.splice(0).map(({ done }) => done));
});

/** A projector of the CRM that stops with the test. */
function project(pool: Pool, reader: MemoryLog, whileMine?: FollowOptions["whileMine"]) {
  const stop = new AbortController();
  const alarms: ProjectionStopped[] = [];
  const batches: number[] = [];
  const projector = runProjection({
    projection: crmProjection,
    pool,
    reader,
    signal: stop.signal,
    ...(whileMine && { whileMine }),
    onAlarm: (error) => alarms.push(error),
    onBatch: (commits) => batches.push(commits.length),
  });
  running.push({ stop, done: projector.done });
  return { ...projector, alarms, batches, stop };
}

const caughtUp = (projector: Pick<Projector, "lag">) =>
  eventually(async () => (await projector.lag()) === 0, { what: "the projection's catching up" });

const stoppedBy = (projector: ReturnType<typeof project>) =>
  eventually(() => projector.alarms[0]?.reason, { what: "an alarm" });

describe("a projection", () => {
  test("follows the log and says how far it is", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog(2);
    const orders = new Orders(log);
    const projector = project(pool, log);
    for (let n = 1; n <= 4; n++) orders.live(orderId(n), wholeLife());
    await caughtUp(projector);
    const row = await findOrder(pool, orderId(3));
    expect(row).toEqual({ id: orderId(3), version: 11, doc: orders.state(orderId(3))! });
    expect(await positionOf(pool)).toEqual(await Promise.all([log.end(0), log.end(1)]));
    expect(projector.health().map(({ state }) => state)).toEqual(["running", "running"]);
    expect(projector.batches.reduce((sum, commits) => sum + commits, 0)).toBe(44);
  });

  test("goes on where it stopped", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    const orders = new Orders(log);
    orders.live(orderId(1), wholeLife().slice(0, 3));
    await catchUp({ projection: crmProjection, pool, reader: log });
    orders.live(orderId(1), wholeLife().slice(3));
    await catchUp({ projection: crmProjection, pool, reader: log });
    expect(await findOrder(pool, orderId(1))).toMatchObject({ version: 11, doc: { status: "CLOSED" } });
  });

  test("passes over aggregates that are no orders", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    const opened = { type: "AccountOpened", v: 1, at: "2026-01-05T10:00:00Z" };
    const command = { id: "c", fingerprint: "", by: "sys_setup", at: opened.at, events: [opened], outcome: {} };
    log.append("acc_aaaaaaaaaaaaaaaa", { version: 1, prev: 0, commands: [command] });
    await catchUp({ projection: crmProjection, pool, reader: log });
    expect(await positionOf(pool)).toEqual([await log.end(0)]);
    expect(await dump(pool, "orders")).toEqual([]);
  });

  test("of two projectors on one database each commit is applied by one", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog(2, 5);
    const orders = new Orders(log);
    const both = [project(pool, log), project(secondPool(pool), log)];
    for (let round = 1; round <= 20; round++) {
      randomLives(orders, { count: 10, steps: 25, seed: round });
      await positionOf(pool); // Meanwhile they race for what is there so far.
    }
    await Promise.all(both.map(caughtUp));
    const applied = both.flatMap(({ batches }) => batches).reduce((sum, commits) => sum + commits, 0);
    expect(applied).toBe(log.streams.flat().length);
    expect(both.flatMap(({ alarms }) => alarms)).toEqual([]);
    const alone = await freshPool("crm");
    await catchUp({ projection: crmProjection, pool: alone, reader: log });
    for (const table of crmProjection.tables) expect(await dump(pool, table)).toEqual(await dump(alone, table));
  });

  test("of a stream that is another node's it does nothing, until it is its own", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog(2);
    for (let n = 1; n <= 8; n++) new Orders(log).live(orderId(n), wholeLife());
    const mine = Promise.withResolvers<void>();
    const projector = project(pool, log, async (stream, signal, work) => {
      if (stream === 1) await mine.promise;
      await work(signal);
    });
    await eventually(() => projector.health()[0]?.position?.seq === log.streams[0]?.length);
    expect(projector.health()[1]).toEqual({ stream: 1, state: "elsewhere" });
    expect(await projector.lag()).toBe(log.streams[1]?.length ?? 0);
    mine.resolve();
    await caughtUp(projector);
  });
});

describe("a projection stops with an alarm and skips nothing", () => {
  test("when the log misses a sequence", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    new Orders(log).live(orderId(1), wholeLife());
    log.streams[0]?.splice(4, 1);
    const projector = project(pool, log);
    expect(await stoppedBy(projector)).toBe("gap");
    expect(projector.health()).toMatchObject([{ state: "stopped", position: { seq: 0 } }]);
    expect(await dump(pool, "orders")).toEqual([]);
  });

  test("when an order misses a version", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    new Orders(log).live(orderId(1), wholeLife());
    for (const stored of log.streams[0]?.splice(4, 7).slice(1) ?? []) log.append(stored.aggregate, stored.commit);
    expect(await stoppedBy(project(pool, log))).toBe("gap");
  });

  test("when the log is another one", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    new Orders(log).live(orderId(1), wholeLife());
    await catchUp({ projection: crmProjection, pool, reader: log });
    log.replace();
    new Orders(log).live(orderId(2), wholeLife());
    expect(await stoppedBy(project(pool, log))).toBe("log-replaced");
  });

  test("not because a leader that was just elected knows less of the log than was read", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    const orders = new Orders(log);
    orders.live(orderId(1), wholeLife());
    await catchUp({ projection: crmProjection, pool, reader: log });
    let lagging = 3;
    const end = log.end.bind(log);
    log.end = async (stream) => {
      const { incarnation, seq } = await end(stream);
      return { incarnation, seq: lagging-- > 0 ? seq - 3 : seq };
    };
    const projector = project(pool, log);
    orders.commit(orderId(2), start());
    await eventually(async () => (await findOrder(pool, orderId(2))) !== undefined);
    expect(lagging).toBeLessThan(1);
    expect(projector.alarms).toEqual([]);
  });

  test("when the log is replaced under a running projection", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    new Orders(log).commit(orderId(1), start());
    const projector = project(pool, log);
    await caughtUp(projector);
    log.replace();
    new Orders(log).live(orderId(2), wholeLife());
    expect(await stoppedBy(projector)).toBe("log-replaced");
    expect(await findOrder(pool, orderId(2))).toBeUndefined();
  });

  test("when an event is of a later release, and goes on when that has applied it", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    const orders = new Orders(log);
    orders.commit(orderId(1), start());
    const [stored] = log.streams[0] ?? [];
    const started = stored?.commit.commands[0]?.events[0];
    if (started) Object.assign(started, { v: 2 });
    const projector = project(pool, log);
    expect(await stoppedBy(projector)).toBe("unknown-event");
    if (started) Object.assign(started, { v: 1 }); // What this test calls the later release can read it.
    await catchUp({ projection: crmProjection, pool: secondPool(pool), reader: log });
    orders.live(orderId(1), wholeLife().slice(1));
    await caughtUp(projector);
    expect(projector.alarms.length).toBe(1);
    expect(await findOrder(pool, orderId(1))).toMatchObject({ version: 11 });
  });

  test("when applying fails, and goes on after a rebuild", async () => {
    const pool = await freshPool("crm");
    const log = new MemoryLog();
    new Orders(log).live(orderId(1), wholeLife());
    await pool.query((sql) => sql`ALTER TABLE orders ADD CONSTRAINT in_the_way CHECK (version > 100)`);
    const projector = project(pool, log);
    expect(await stoppedBy(projector)).toBe("failed");
    await pool.query((sql) => sql`ALTER TABLE orders DROP CONSTRAINT in_the_way`);
    await rebuild("crm", { pool, reader: log });
    await eventually(() => projector.health()[0]?.state === "running");
  });
});

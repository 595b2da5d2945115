import { describe, expect, test } from "bun:test";
import type { OrderCommand } from "#contracts/order/commands.ts";
import { migrate } from "../migrate.ts";
import { ProjectionStopped } from "../projection/projection.ts";
import { catchUp } from "../projection/runner.ts";
import { dump, freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Orders, orderId, start, wholeLife } from "../testing/orders.ts";
import { randomLives } from "../testing/random-lives.ts";
import { type Ended, endedBefore, noteArchived } from "./endings.ts";
import { archiveProjection } from "./projection.ts";
import { commitsOfStream, logArchive } from "./queries.ts";

test("the archive has every commit as the log had it, byte for byte", async () => {
  const pool = await freshPool("archive");
  const log = new MemoryLog(2);
  randomLives(new Orders(log), { count: 40, steps: 500, seed: 3 });
  const unheardOf = {
    type: "GuildFounded",
    v: 7,
    at: "2026-01-05T10:00:00Z",
    10: "keys keep\0their \udc00 order",
    a: -0.5e-7,
  };
  const command = { id: "c", fingerprint: "", by: "sys_test", at: unheardOf.at, events: [unheardOf], outcome: null };
  log.append("gld_aaaaaaaaaaaaaaaa", { version: 1, prev: 0, commands: [command] });
  await catchUp({ projection: archiveProjection, pool, reader: log });
  for (const stream of [0, 1]) {
    const first = await commitsOfStream(pool, { stream, afterSeq: 0, limit: 100 });
    const rest = await commitsOfStream(pool, { stream, afterSeq: 100, limit: 1_000 });
    expect(first.length).toBe(100);
    expect(JSON.stringify([...first, ...rest])).toBe(JSON.stringify(log.streams[stream]));
  }
});

test("a version that is archived already is never overwritten", async () => {
  const pool = await freshPool("archive");
  const log = new MemoryLog();
  randomLives(new Orders(log), { count: 2, steps: 10, seed: 3 });
  const work = { projection: archiveProjection, pool, reader: log };
  await catchUp(work);
  const [first] = log.streams[0] ?? [];
  if (first) log.append(first.aggregate, first.commit);
  const error: unknown = await catchUp(work).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProjectionStopped);
  expect(error).toMatchObject({ reason: "failed" });
});

describe("orders that have ended", () => {
  const end = (id: string, steps: readonly OrderCommand[], log: MemoryLog, orders = new Orders(log)) => {
    orders.live(id, steps);
    return log.streams[0]?.at(-1)?.commit.commands.at(-1)?.at ?? "";
  };
  const cancelled: OrderCommand[] = [start(), { type: "CancelOrder", reason: "changed my mind" }];

  test("are found by when they ended, the first first, until they are noted as archived", async () => {
    const pool = await freshPool("archive");
    const log = new MemoryLog();
    const orders = new Orders(log);
    end(orderId(1), wholeLife().slice(0, 9), log, orders);
    const closedAt = end(orderId(2), wholeLife(), log, orders);
    const cancelledAt = end(orderId(3), cancelled, log, orders);
    await catchUp({ projection: archiveProjection, pool, reader: log });
    const find = (before: string, after?: Ended, limit = 10) => endedBefore(pool, { before, after, limit });
    const all = await find("2030-01-01T00:00:00Z");
    expect(all.map(({ aggregate, endedAt }) => [aggregate, Date.parse(endedAt)])).toEqual([
      [orderId(2), Date.parse(closedAt)],
      [orderId(3), Date.parse(cancelledAt)],
    ]);
    expect(await find(cancelledAt)).toEqual(all.slice(0, 1));
    expect(await find("2030-01-01T00:00:00Z", undefined, 1)).toEqual(all.slice(0, 1));
    expect(await find("2030-01-01T00:00:00Z", all[0])).toEqual(all.slice(1));
    await noteArchived(pool, orderId(2));
    expect(await find("2030-01-01T00:00:00Z")).toEqual(all.slice(1));
  });

  test("before endings were noted are noted by the migration", async () => {
    const pool = await freshPool("archive");
    const log = new MemoryLog();
    end(orderId(2), wholeLife(), log);
    end(orderId(1), wholeLife().slice(0, 9), log);
    await catchUp({ projection: archiveProjection, pool, reader: log });
    const noted = await dump(pool, "endings");
    expect(noted.length).toBe(1);
    await pool.transaction(async (tx) => {
      await tx`DROP VIEW stream_commits`;
      await tx`DROP TABLE endings, stream_origins`;
      await tx`DELETE FROM migrations WHERE number = 2`;
    });
    await migrate(pool);
    expect(await dump(pool, "endings")).toEqual(noted);
  });
});

test("a stream that was made by moving partitions has its past under its origin", async () => {
  const pool = await freshPool("archive");
  const log = new MemoryLog();
  randomLives(new Orders(log), { count: 20, steps: 100, seed: 3 });
  await catchUp({ projection: archiveProjection, pool, reader: log });
  const all = log.streams[0] ?? [];
  const uptoSeq = 60;
  await pool.query((sql) => sql`INSERT INTO stream_origins (stream, origin, upto_seq) VALUES (1, 0, ${uptoSeq})`);
  expect(await logArchive(pool)(1, 11, 20)).toEqual(all.slice(10, 20).map((stored) => ({ ...stored, stream: 1 })));
  expect((await logArchive(pool)(1, 1, 100)).length).toBe(uptoSeq);
  expect((await logArchive(pool)(0, 1, 100)).length).toBe(all.length);
});

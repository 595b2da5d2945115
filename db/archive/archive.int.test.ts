import { expect, test } from "bun:test";
import { ProjectionStopped } from "../projection/projection.ts";
import { catchUp } from "../projection/runner.ts";
import { freshPool } from "../testing/database.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { Orders } from "../testing/orders.ts";
import { randomLives } from "../testing/random-lives.ts";
import { archiveProjection } from "./projection.ts";
import { commitsOfStream } from "./queries.ts";

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

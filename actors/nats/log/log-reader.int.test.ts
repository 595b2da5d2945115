import { afterAll, describe, expect, test } from "bun:test";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { type LogArchive, LogGap, type LogReader } from "#contracts/log/reader.ts";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { commitOf, mayCreateInTests } from "../../testing/log-conformance.ts";
import { connectNats } from "../connection.ts";
import { ensureStreams } from "../topology.ts";
import { natsEventLog } from "./event-log.ts";
import { natsLogReader } from "./log-reader.ts";

const { natsUrl } = await servers();
const nats = await connectNats({ servers: natsUrl, name: "log-reader" });
const leaving = new AbortController();
afterAll(async () => {
  leaving.abort();
  await nats.close();
});

/** A stream of 30 commits, and a reader of it whose archive has them all. */
async function archived() {
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  const log = natsEventLog(nats, layout, mayCreateInTests);
  const copy: StoredCommit[] = [];
  for (let seq = 1; seq <= 30; seq++) {
    const commit = commitOf(1, 0, `c-${seq}`);
    await log.append(`tst_order-${seq}`, commit);
    copy.push({ aggregate: `tst_order-${seq}`, stream: 0, seq, commit });
  }
  const archive = async (_: number, from: number, to: number) => copy.filter(({ seq }) => seq >= from && seq <= to);
  const purge = (seq: number) =>
    nats.jsm.streams.purge(layout.logStream(0), { filter: layout.events(`tst_order-${seq}`) });
  return { layout, log, copy, archive, purge };
}

/** Everything a reader gives until it has given sequence `until`. */
async function readUntil(reader: LogReader, until: number): Promise<StoredCommit[]> {
  const all: StoredCommit[] = [];
  for await (const batch of reader.read(0, 0, leaving.signal)) {
    all.push(...batch);
    if ((all.at(-1)?.seq ?? 0) >= until) break;
  }
  return all;
}

describe("a reader of a log of which parts were archived", () => {
  test.each([
    ["at its beginning", [1, 2, 3]],
    ["in its middle", [7, 8, 20]],
    ["at its end", [29, 30]],
    ["all of it", Array.from({ length: 30 }, (_, i) => i + 1)],
  ])("sees an unbroken stream: %s", async (_, purged) => {
    const { layout, copy, archive, purge } = await archived();
    for (const seq of purged) await purge(seq);
    expect(await readUntil(natsLogReader(nats, layout, archive), 30)).toEqual(copy);
  });

  test("waits for an archive that is away", async () => {
    const { layout, copy, archive, purge } = await archived();
    await purge(5);
    let asked = 0;
    const awayAtFirst: LogArchive = async (...range) => {
      if (++asked < 3) throw new Error("the database is away");
      return archive(...range);
    };
    expect(await readUntil(natsLogReader(nats, layout, awayAtFirst), 30)).toEqual(copy);
    expect(asked).toBe(3);
  });

  test.each([
    ["in the middle", 12],
    ["at the end", 30],
  ])("stops at what is in neither place, %s", async (_, lost) => {
    const { layout, archive, purge } = await archived();
    await purge(lost);
    const without: LogArchive = async (...range) => (await archive(...range)).filter(({ seq }) => seq !== lost);
    const error: unknown = await readUntil(natsLogReader(nats, layout, without), 30).catch((reason) => reason);
    expect(error).toBeInstanceOf(LogGap);
  });

  test("stops at any hole where there is no archive", async () => {
    const { layout, purge } = await archived();
    await purge(12);
    expect(await readUntil(natsLogReader(nats, layout), 30).catch((reason) => reason)).toBeInstanceOf(LogGap);
  });
});

test("the last commits of a burst are handed on though nothing follows them", async () => {
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  const log = natsEventLog(nats, layout, mayCreateInTests);
  const reader = natsLogReader(nats, layout);
  let seen = 0;
  const follow = async () => {
    for await (const batch of reader.read(0, 0, leaving.signal)) seen = batch.at(-1)?.seq ?? seen;
  };
  void follow();
  // Long enough for the client to ask the server for more several times, each time at another place of a burst.
  for (let burst = 1; burst <= 120; burst++) {
    const size = 20;
    await Promise.all(
      Array.from({ length: size }, (_, n) => log.append(`tst_burst-${burst}-${n}`, commitOf(1, 0, `c-${burst}-${n}`))),
    );
    await eventually(() => seen === burst * size, { deadlineMs: 1_000, everyMs: 1, what: `burst ${burst} was read` });
  }
  expect(seen).toBe(2_400);
}, 30_000);

import { expect, test } from "bun:test";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { LogReader } from "#contracts/log/reader.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { FeedHub } from "./hub.ts";

const commit = (seq: number): StoredCommit => ({
  aggregate: "ord_2611abcdefghijklmnop",
  stream: 0,
  seq,
  commit: { version: seq, prev: 0, commands: [] },
});

/** A log of one stream; tells how many read it, and hands them what is appended. */
function log() {
  const readers = new Set<(stored: StoredCommit) => void>();
  let last = 0;
  const reader: LogReader = {
    streamCount: 1,
    end: async () => ({ incarnation: "i", seq: last }),
    read: async function* (_stream, _after, signal) {
      const pending: StoredCommit[] = [];
      let wake = () => {};
      const take = (stored: StoredCommit) => {
        pending.push(stored);
        wake();
      };
      readers.add(take);
      signal.addEventListener("abort", () => {
        readers.delete(take);
        wake();
      });
      while (!signal.aborted) {
        if (pending.length > 0) yield pending.splice(0);
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
  const append = () => {
    const stored = commit(++last);
    for (const take of readers) take(stored);
  };
  return { reader, append, readers: () => readers.size };
}

const never = new AbortController().signal;

test("nothing is read before somebody listens, nor when the last one has gone", async () => {
  const { reader, append, readers } = log();
  const hub = new FeedHub(reader, async () => [], console.error, 1);
  await hub.start();
  append();
  expect(readers()).toBe(0);
  const [first, second] = await Promise.all([hub.listen("all", never), hub.listen("all", never)]);
  await eventually(() => readers() === 1, { what: "one reader for both" });
  append();
  for (const { queue } of [first, second]) expect(await queue.next()).toEqual({ item: commit(2) });
  expect(hub.position()).toEqual([{ incarnation: "i", seq: 2 }]);
  first.close();
  second.close();
  await eventually(() => readers() === 0, { what: "the reader's end" });
});

test("who comes when nobody listened hears all that is appended from then on", async () => {
  const { reader, append, readers } = log();
  const hub = new FeedHub(reader, async () => [], console.error, 1);
  await hub.start();
  for (let round = 0; round < 3; round++) {
    append();
    const { queue, close } = await hub.listen("all", never);
    const { seq = 0 } = hub.position()[0] ?? {};
    await eventually(() => readers() === 1, { what: "a reader" });
    append();
    expect(await queue.next()).toEqual({ item: commit(seq + 1) });
    close();
    await eventually(() => readers() === 0, { what: "the reader's end" });
  }
});

test("who cannot be told where the log ends is not left listening, and may try again", async () => {
  const { reader } = log();
  let away = true;
  const end = async () => {
    if (away) throw new Error("away");
    return { incarnation: "i", seq: 0 };
  };
  const hub = new FeedHub({ ...reader, end }, async () => [], console.error, 1);
  expect(hub.listen("all", never)).rejects.toThrow("away");
  await Promise.resolve();
  away = false;
  await eventually(() => hub.listen("all", never).catch(() => undefined), { what: "a listener" });
  expect(hub.clients).toBe(1);
});

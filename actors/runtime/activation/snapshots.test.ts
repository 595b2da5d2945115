import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { CommandMessage } from "#contracts/command/message.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { memoryEventLog } from "../../memory/event-log.ts";
import { memorySnapshotStore } from "../../memory/snapshot-store.ts";
import { type Aggregate, registry } from "../aggregate.ts";
import type { After, EventLog } from "../log/event-log.ts";
import { ActorHost } from "./host.ts";
import type { SnapshotStore } from "./snapshots.ts";

type Add = { type: "Add"; n: number };
type Added = { type: "Added"; v: 1; at: string; n: number };
const sum: Aggregate<number, Add, Added> = {
  prefix: "sum",
  decider: {
    initial: 0,
    evolve: (total, { n }) => total + n,
    decide: { Add: (_, { n }, { at }) => [{ type: "Added", v: 1, at, n }] },
  },
  command: z.custom<Add>(),
  history: { read: (event) => event as unknown as Added, readable: ["Added.1"] },
  creates: new Set(),
  remembers: 100,
  snapshotEvery: 10,
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: (total) => ({ total }),
};
const id = "sum_a";
const at = "2026-11-22T08:00:00.000Z";
const add = (n: number): CommandMessage => ({
  kind: "command",
  aggregate: id,
  command: { type: "Add", n },
  id: `c${n}`,
  fingerprint: `c${n}`,
  by: "sys_test",
  at,
  deadline: 1_000,
});

const hostOn = (log: EventLog, store: SnapshotStore, release = "one") =>
  new ActorHost(registry([sum]), {
    log,
    isFull: () => false,
    pause: async () => {},
    now: () => 0,
    report: () => {},
    snapshots: { store, release },
  });

/** Notes from where it was read. */
function watched(log: EventLog): EventLog & { readonly reads: (After | undefined)[] } {
  const reads: (After | undefined)[] = [];
  return {
    ...log,
    reads,
    load: (of, after) => {
      reads.push(after);
      return log.load(of, after);
    },
  };
}

/** A log of 25 commits and the snapshots kept on the way. */
async function longLog() {
  const log = memoryEventLog();
  const store = memorySnapshotStore();
  const host = hostOn(log, store);
  for (let n = 1; n <= 25; n++) await host.send(add(n));
  await eventually(async () => (await store.load(id))?.version === 20);
  return { log, store };
}

const read = { kind: "read", aggregate: id, deadline: 1_000 } as const;

describe("a snapshot", () => {
  test("spares reading what it covers, and gives the same state and answers", async () => {
    const { log, store } = await longLog();
    const reading = watched(log);
    const host = hostOn(reading, store);
    expect(await host.send(read)).toEqual({ kind: "state", version: 25, state: 325 });
    expect(reading.reads).toEqual([{ version: 20, seq: 20 }]);
    expect(await host.send(add(3))).toMatchObject({ kind: "accepted", version: 3, replayed: true });
  });

  test("of another release is not used", async () => {
    const { log, store } = await longLog();
    const reading = watched(log);
    expect(await hostOn(reading, store, "two").send(read)).toMatchObject({ state: 325 });
    expect(reading.reads).toEqual([undefined]);
  });

  test("is disposable: without it, or when its store fails, the log is read", async () => {
    const { log } = await longLog();
    expect(await hostOn(log, memorySnapshotStore()).send(read)).toMatchObject({ state: 325 });
    const failing: SnapshotStore = {
      load: () => Promise.reject(new Error("away")),
      save: () => Promise.reject(new Error("away")),
    };
    expect(await hostOn(log, failing).send(read)).toMatchObject({ state: 325 });
  });

  test("newer than the log says that the log is damaged", async () => {
    const { store } = await longLog();
    const shorter = memoryEventLog();
    const host = hostOn(shorter, memorySnapshotStore());
    for (let n = 1; n <= 5; n++) await host.send(add(n));
    expect(await hostOn(shorter, store).send(read)).toEqual({ kind: "unavailable", reason: "unreadable" });
  });

  test("is not kept of a log that is short", async () => {
    const store = memorySnapshotStore();
    const host = hostOn(memoryEventLog(), store);
    for (let n = 1; n <= 9; n++) await host.send(add(n));
    expect(await store.load(id)).toBeUndefined();
  });
});

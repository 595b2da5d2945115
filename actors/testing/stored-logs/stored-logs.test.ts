import { describe, expect, test } from "bun:test";
import type { PriceBooks } from "#contracts/price-book/books.ts";
import { bookAt } from "#contracts/price-book/in-force.ts";
import { findAggregate } from "../../aggregates.ts";
import { memoryEventLog } from "../../memory/event-log.ts";
import { ActorHost } from "../../runtime/activation/host.ts";
import { logsOfRelease, type StoredLog } from "./stored-logs.ts";

const stored = logsOfRelease("0.1");
const at = "2026-11-03T09:00:00.000Z";

/** A log that holds what the earlier release wrote. */
async function logWith({ aggregate, commits }: StoredLog) {
  const log = memoryEventLog();
  let head = 0;
  for (const { commit } of commits) head = await log.append(aggregate, { ...commit, prev: head });
  return log;
}

async function hostWith(history: StoredLog) {
  const log = await logWith(history);
  const faults: unknown[] = [];
  const report = (error: unknown) => void faults.push(error);
  const host = new ActorHost(findAggregate, { log, isFull: () => false, pause: async () => {}, now: () => 0, report });
  return { host, faults };
}

/** What that release would have called the state: of the price books it knew the one in force. */
const asThen = (id: string, state: unknown): unknown =>
  id.startsWith("pbk_") ? bookAt(state as PriceBooks, at) : state;

const named = (part: string): StoredLog => {
  const found = stored.find(({ aggregate }) => aggregate.includes(part));
  if (!found) throw new Error(`no stored log of ${part}`);
  return found;
};

describe("logs of release 0.1, with today's code", () => {
  test.each(stored.map((history) => [history.aggregate, history] as const))(
    "%s is what it was",
    async (id, history) => {
      const { host, faults } = await hostWith(history);
      const reply = await host.send({ kind: "read", aggregate: id, deadline: 1 });
      expect(faults).toEqual([]);
      if (reply.kind !== "state") throw new Error(`${id} cannot be read: ${reply.kind}`);
      expect(reply.version).toBe(history.commits.length);
      expect(asThen(id, reply.state)).toMatchObject(history.state);
    },
  );

  test("a price of then has the deadline that has been usual since", async () => {
    const { host } = await hostWith(named("waiting"));
    const reply = await host.send({ kind: "read", aggregate: named("waiting").aggregate, deadline: 1 });
    expect(reply).toMatchObject({ state: { status: "PRICE_CALCULATED", acceptBy: "2026-11-16T09:15:00.000Z" } });
  });

  test("an order of then goes on, and its retries get their first answers", async () => {
    const history = named("waiting");
    const { host } = await hostWith(history);
    const given = { aggregate: history.aggregate, fingerprint: "AcceptPrice", by: "cus_x", at, deadline: 1 };
    const accept = { kind: "command", ...given, id: "new", command: { type: "AcceptPrice" } } as const;
    expect(await host.send(accept)).toMatchObject({ kind: "accepted", version: 5, replayed: false });
    const [first] = history.commits[0]?.commit.commands ?? [];
    if (!first) throw new Error("the stored log is empty");
    const retry = { ...accept, id: first.id, fingerprint: first.fingerprint, command: { type: "StartOrder" } };
    expect(await host.send(retry)).toMatchObject({ kind: "accepted", version: 1, replayed: true });
  });
});

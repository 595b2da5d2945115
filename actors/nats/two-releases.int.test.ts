import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import type { CommandMessage, Reply } from "#contracts/command/message.ts";
import { historyOf } from "#contracts/log/history.ts";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { ActorHost } from "../runtime/activation/host.ts";
import { type AnyAggregate, registry } from "../runtime/aggregate.ts";
import type { Decider } from "../runtime/decider.ts";
import type { EventLog } from "../runtime/log/event-log.ts";
import { type NodeInfo, rank } from "../runtime/placement/placement.ts";
import { router } from "../runtime/placement/router.ts";
import { actorClient, serveActors } from "./cluster/transport.ts";
import { connectNats, type Nats } from "./connection.ts";
import { natsEventLog } from "./log/event-log.ts";
import { ensureStreams } from "./topology.ts";

/** A box in the older release, and in the newer one: it writes another version of Filled, and can be emptied. */
const shared = {
  prefix: "box",
  creates: new Set(["Fill"]),
  notFound: "order/not-found",
  owner: () => undefined,
} as const;
type Filled<V, More = object> = { type: "Filled"; v: V; at: string; n: number } & More;
type Emptied = { type: "Emptied"; v: 1; at: string };

const fillOld: Decider<number, { type: "Fill"; n: number }, Filled<1>> = {
  initial: 0,
  evolve: (sum, { n }) => sum + n,
  decide: { Fill: (_, { n }, { at }) => [{ type: "Filled", v: 1, at, n }] },
};
const older: AnyAggregate = {
  ...shared,
  decider: fillOld,
  command: z.strictObject({ type: z.literal("Fill"), n: z.int() }),
  history: historyOf<Filled<1>>({ Filled: 1 }),
  outcome: (sum: number) => ({ sum }),
};

type NewEvent = Filled<2, { by: string }> | Emptied;
const fillNew: Decider<number, { type: "Fill"; n: number } | { type: "Empty" }, NewEvent> = {
  initial: 0,
  evolve: (sum, event) => (event.type === "Filled" ? sum + event.n : 0),
  decide: {
    Fill: (_, { n }, { at, by }) => [{ type: "Filled", v: 2, at, n, by }],
    Empty: (_, __, { at }) => [{ type: "Emptied", v: 1, at }],
  },
};
const newer: AnyAggregate = {
  ...shared,
  decider: fillNew,
  command: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("Fill"), n: z.int() }),
    z.strictObject({ type: z.literal("Empty") }),
  ]),
  history: historyOf<NewEvent>(
    { Filled: 2, Emptied: 1 },
    { Filled: { 1: (event) => ({ ...event, v: 2, by: "somebody" }) } },
  ),
  outcome: (sum: number) => ({ sum }),
};

const nodeOf = (id: string, { history }: AnyAggregate): NodeInfo => ({
  id,
  incarnation: id,
  roles: ["orders"],
  state: "active",
  capacity: 1,
  release: id,
  reads: history.readable.map((event) => `box/${event}`),
  load: { residents: 0, busy: 0, waitingAppends: 0, loopDelayMs: 0 },
});
const old = nodeOf("old", older);
const recent = nodeOf("recent", newer);

const layout = names(freshPrefix(), 1);
const pause = Bun.sleep;
let nats: Nats;
let log: EventLog;
const close: (() => unknown)[] = [];

beforeAll(async () => {
  nats = await connectNats({ servers: (await servers()).natsUrl, name: "test" });
  await ensureStreams(nats, layout, 1);
  log = natsEventLog(nats, layout, () => true);
  for (const [{ id }, aggregate] of [[old, older] as const, [recent, newer] as const]) {
    const find = registry([aggregate]);
    const host = new ActorHost(find, { log, isFull: () => false, pause, now: Date.now, report: () => {} });
    const serving = serveActors(nats, layout, id, find, host.send);
    close.push(serving.stop, serving.close);
  }
});
afterAll(async () => {
  for (const end of close) await end();
  await nats.close();
});

let ids = 0;
/** Sends a command as a sender does that sees these nodes. */
function send(nodes: readonly NodeInfo[], aggregate: string, command: CommandMessage["command"]): Promise<Reply> {
  const id = `c${++ids}`;
  const at = new Date().toISOString();
  const given = { id, fingerprint: id, by: "sys_test", at, deadline: Date.now() + 5_000 };
  const route = router({ nodes: () => nodes, ...actorClient(nats, layout), now: Date.now, pause });
  return route({ kind: "command", aggregate, command, ...given });
}

const both = [old, recent];
/** A box that a sender who sees both nodes asks this one for first. */
const boxOf = (node: NodeInfo): string => {
  for (let i = ++ids * 1_000; ; i++) if (rank(both, `box_${i}`)[0]?.id === node.id) return `box_${i}`;
};
const versionsIn = async (id: string) =>
  (await log.load(id)).flatMap(({ commit }) => commit.commands.flatMap(({ events }) => events.map(({ v }) => v)));

test("what the older release wrote is read by the newer one", async () => {
  const id = boxOf(recent);
  expect(await send([old], id, { type: "Fill", n: 2 })).toMatchObject({ kind: "accepted", outcome: { sum: 2 } });
  expect(await send(both, id, { type: "Fill", n: 3 })).toMatchObject({ kind: "accepted", outcome: { sum: 5 } });
  expect(await versionsIn(id)).toEqual([1, 2]);
});

test("what the newer release wrote moves on, also where the older node ranks first", async () => {
  const id = boxOf(old);
  await send([recent], id, { type: "Fill", n: 2 });
  expect(await send(both, id, { type: "Fill", n: 3 })).toMatchObject({ kind: "accepted", version: 2 });
  expect(await versionsIn(id)).toEqual([2, 2]);
});

test("a command only the newer release knows finds it", async () => {
  const id = boxOf(old);
  await send(both, id, { type: "Fill", n: 2 });
  expect(await send(both, id, { type: "Empty" })).toMatchObject({ kind: "accepted", outcome: { sum: 0 } });
});

test("the older release alone refuses to act on what it cannot read, and writes nothing", async () => {
  const id = boxOf(old);
  await send([recent], id, { type: "Fill", n: 2 });
  expect(await send([old], id, { type: "Fill", n: 3 })).toEqual({ kind: "unavailable", reason: "unreadable" });
  expect(await versionsIn(id)).toEqual([2]);
});

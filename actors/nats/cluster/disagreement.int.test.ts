import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { z } from "zod";
import type { CommandMessage, Reply } from "#contracts/command/message.ts";
import { historyOf } from "#contracts/log/history.ts";
import { names } from "#contracts/shared/subjects.ts";
import { chaosSeed, type Random, random } from "#dev/checker/random.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { ActorHost, type Send } from "../../runtime/activation/host.ts";
import { type Aggregate, registry } from "../../runtime/aggregate.ts";
import { reject } from "../../runtime/decider.ts";
import { type EventLog, OutcomeUnknown } from "../../runtime/log/event-log.ts";
import { router } from "../../runtime/placement/router.ts";
import { node } from "../../testing/nodes.ts";
import { connectNats, type Nats } from "../connection.ts";
import { natsEventLog } from "../log/event-log.ts";
import { ensureStreams } from "../topology.ts";
import { actorClient, serveActors } from "./transport.ts";

/** A house with so many seats: whoever is let in twice, or sent away while a seat is free, shows in the count. */
const seats = 60;
type Door = { type: "Enter" } | { type: "Leave" };
type Passed = { type: "Entered"; v: 1; at: string } | { type: "Left"; v: 1; at: string };
const house: Aggregate<number, Door, Passed> = {
  prefix: "hou",
  decider: {
    initial: 0,
    evolve: (taken, { type }) => (type === "Entered" ? taken + 1 : taken - 1),
    decide: {
      Enter: (taken, _, { at }) =>
        taken < seats ? [{ type: "Entered", v: 1, at }] : reject("order/illegal-transition"),
      Leave: (_, __, { at }) => [{ type: "Left", v: 1, at }],
    },
  },
  command: z.object({ type: z.enum(["Enter", "Leave"]) }) as z.ZodType<Door>,
  history: historyOf<Passed>({ Entered: 1, Left: 1 }),
  creates: new Set(["Enter"]),
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: (taken) => ({ taken }),
};
const find = registry([house]);

const layout = names(freshPrefix(), 1);
const close: (() => unknown)[] = [];
let log: EventLog;
let nats: Nats;

/** Acks get lost on the way back, and appends on the way there. */
function lossy(inner: EventLog, choose: Random): EventLog {
  return {
    load: inner.load.bind(inner),
    head: inner.head.bind(inner),
    append: async (id, commit, options) => {
      const fate = choose(1);
      if (fate < 0.15) throw new OutcomeUnknown("it was lost on the way there");
      const seq = await inner.append(id, commit, options);
      if (fate < 0.4) throw new OutcomeUnknown("its answer was lost on the way back");
      return seq;
    },
  };
}

/** A node of its own, and a sender who believes that there is no other. */
async function startHost(id: string, hostLog: EventLog): Promise<Send> {
  const own = await connectNats({ servers: (await servers()).natsUrl, name: id });
  const deps = { log: hostLog, isFull: () => false, pause: () => Bun.sleep(1), now: Date.now, report: console.error };
  const host = new ActorHost(find, deps);
  const serving = serveActors(own, layout, id, find, host.send);
  close.push(serving.stop, serving.close, own.close);
  await own.nc.flush(); // It is heard of by whoever has a connection of their own.
  const nodes = [node(id)];
  return router({ nodes: () => nodes, ...actorClient(nats, layout), now: Date.now, pause: Bun.sleep });
}

beforeAll(async () => {
  nats = await connectNats({ servers: (await servers()).natsUrl, name: "test" });
  await ensureStreams(nats, layout, 1);
  log = natsEventLog(nats, layout, () => true);
}, 60_000);
afterAll(async () => {
  for (const end of close) await end();
  await nats.close();
});

let count = 0;
const message = (aggregate: string, type: Door["type"]): CommandMessage => {
  const id = `c${++count}`;
  const at = new Date().toISOString();
  const given = { id, fingerprint: type, by: "sys_test", at, deadline: Date.now() + 20_000 };
  return { kind: "command", aggregate, command: { type }, ...given };
};
const idsIn = async (aggregate: string) =>
  (await log.load(aggregate)).flatMap(({ commit }) => commit.commands.map(({ id }) => id));
/** Asks until it is decided: whoever is overtaken too often is told to come back, which is no decision. */
async function insist(view: Send | undefined, wish: CommandMessage): Promise<Reply> {
  for (;;) {
    const reply = await view?.(wish);
    if (reply && (reply.kind !== "unavailable" || reply.reason === "expired")) return reply;
  }
}
const first = ([reply]: readonly Reply[]) => reply;

describe("two activations of one aggregate, by senders who each see another node", () => {
  test("that write at the same time let in as many as there are seats, each once, acks lost or not", async () => {
    const choose = random(chaosSeed("two activations"));
    const views = [await startHost("a", lossy(log, choose)), await startHost("b", lossy(log, choose))];
    const id = "hou_contested";
    const wishes = Array.from({ length: seats + 15 }, () => message(id, "Enter"));
    // Everybody asks through both views, some again and again, as after an answer that did not come.
    const askers = wishes.map(async (wish) => {
      await Bun.sleep(choose(60));
      return Promise.all(Array.from({ length: 2 + Math.floor(choose(3)) }, (_, i) => insist(views[i % 2], wish)));
    });
    const answers = await Promise.all(askers);
    for (const replies of answers) expect(new Set(replies.map(({ kind }) => kind)).size).toBe(1);
    expect(answers.filter((replies) => first(replies)?.kind === "accepted")).toHaveLength(seats);
    expect(answers.filter((replies) => first(replies)?.kind === "refused")).toHaveLength(15);
    const ids = await idsIn(id);
    expect(ids).toHaveLength(seats);
    expect(new Set(ids)).toEqual(
      new Set(wishes.filter((_, i) => first(answers[i] ?? [])?.kind === "accepted").map((wish) => wish.id)),
    );
  }, 30_000);

  test("the one that was passed over notices before it refuses or accepts", async () => {
    const [early, late] = [await startHost("early", log), await startHost("late", log)];
    const id = "hou_stale";
    for (let i = 0; i < seats; i++) await early(message(id, "Enter"));
    expect(await early(message(id, "Enter"))).toMatchObject({ kind: "refused" });
    expect(await late(message(id, "Leave"))).toMatchObject({ kind: "accepted", outcome: { taken: seats - 1 } });
    // What `early` has in memory says that the house is full.
    expect(await early(message(id, "Enter"))).toMatchObject({ kind: "accepted", outcome: { taken: seats } });
    // And what `late` has says that there is a seat.
    expect(await late(message(id, "Enter"))).toMatchObject({ kind: "refused", version: seats + 2 });
    const deadline = Date.now() + 5_000;
    expect(await late({ kind: "read", aggregate: id, deadline })).toMatchObject({ version: seats + 2, state: seats });
  }, 30_000);
});

test("a message that is delivered again and again, at two nodes, has one effect and one answer", async () => {
  await startHost("one", log);
  await startHost("two", log);
  const id = "hou_doubled";
  const inbox = `test.${crypto.randomUUID()}`;
  const replies: Reply[] = [];
  nats.nc.subscribe(inbox, { callback: (_, answer) => void replies.push(answer.json()) });
  const wish = JSON.stringify(message(id, "Enter"));
  for (let i = 0; i < 5; i++) {
    for (const to of ["one", "two"]) nats.nc.publish(layout.commandsTo(to), wish, { reply: inbox });
  }
  await eventually(() => replies.length === 10);
  for (const reply of replies) expect(reply).toMatchObject({ kind: "accepted", version: 1, outcome: { taken: 1 } });
  expect(replies.filter((reply) => reply.kind === "accepted" && !reply.replayed)).toHaveLength(1);
  expect(await idsIn(id)).toHaveLength(1);
});

test("a node that is killed while it has the message costs a moment: its probe finds nobody", async () => {
  const id = "hou_killed";
  const silent = await connectNats({ servers: (await servers()).natsUrl, name: "silent" });
  const asked = Promise.withResolvers<void>();
  silent.nc.subscribe(layout.commandsTo("silent"), { callback: () => asked.resolve() });
  silent.nc.subscribe(layout.pingTo("silent"), { callback: (_, ping) => void ping.respond() });
  await silent.nc.flush();
  await startHost("heir", log);
  const nodes = [node("silent", { capacity: 1e6 }), node("heir")];
  const send = router({ nodes: () => nodes, ...actorClient(nats, layout), now: Date.now, pause: Bun.sleep });
  const wish = message(id, "Enter");
  const answer = send(wish);
  await asked.promise;
  await silent.close();
  expect(await answer).toMatchObject({ kind: "accepted", version: 1 });
  expect(Date.now()).toBeLessThan(wish.deadline - 10_000);
});

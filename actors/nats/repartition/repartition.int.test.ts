import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { AckPolicy } from "@nats-io/jetstream";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { commitOf } from "../../testing/log-conformance.ts";
import { connectNats } from "../connection.ts";
import { natsEventLog } from "../log/event-log.ts";
import { durableConsumer } from "../sessions.ts";
import { ensureStreams } from "../topology.ts";
import { assertCopied, CopyDiffers, copyPartitions, type Move, newStreams } from "./copy.ts";
import { removeMoved, switchPartitions } from "./switch.ts";

setDefaultTimeout(30_000);
const { natsUrl } = await servers();
const nats = await connectNats({ servers: natsUrl, name: "repartition" });
afterAll(() => nats.close());

const ids = Array.from({ length: 30 }, (_, i) => `tst_order-${i}`);
const place = { durable_name: "process", ack_policy: AckPolicy.Explicit } as const;

/** A log of two streams with a process manager that has acknowledged a part of it. */
async function begun(part = 0.5) {
  const prefix = freshPrefix();
  const move: Move = { nats, from: names(prefix, 2), to: names(prefix, 8), replicas: 1 };
  await ensureStreams(nats, move.from, 1);
  const log = natsEventLog(nats, move.from, () => true);
  for (const id of ids) {
    let head = 0;
    for (let version = 1; version <= 3; version++) head = await log.append(id, commitOf(version, head, `c${version}`));
  }
  const floors: number[] = [];
  for (const stream of [0, 1]) {
    const consumer = await durableConsumer(nats, move.from.logStream(stream), place);
    const { state } = await nats.jsm.streams.info(move.from.logStream(stream));
    const acknowledged = Math.floor(state.last_seq * part);
    for await (const message of await consumer.fetch({ max_messages: acknowledged })) await message.ackAck();
    floors.push(acknowledged);
  }
  const histories = await Promise.all(ids.map((id) => log.load(id)));
  const bodies = histories.map((commits) => commits.map(({ seq, commit }) => ({ seq, commit })));
  return { move, bodies, floors };
}

/** Sequences a stream's place is given, up to the stream's end. */
async function delivered(move: Move, stream: number): Promise<number[]> {
  const consumer = await nats.js.consumers.get(move.to.logStream(stream), place.durable_name);
  const seqs: number[] = [];
  for await (const { seq, info } of await consumer.fetch({ max_messages: 1_000, expires: 1_000 })) {
    seqs.push(seq);
    if (info.pending === 0) break;
  }
  return seqs;
}

async function expectMoved({ move, bodies, floors }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  const log = natsEventLog(nats, move.to, () => true);
  for (const [i, id] of ids.entries()) {
    const commits = await log.load(id);
    expect(commits.map(({ seq, commit }) => ({ seq, commit }))).toEqual(bodies[i] ?? []);
    const head = commits.at(-1)?.seq ?? 0;
    expect(await log.append(id, commitOf(4, head, "later"))).toBeGreaterThan(head);
  }
  const infos = await Promise.all(
    Array.from({ length: 8 }, (_, stream) => nats.jsm.streams.info(move.to.logStream(stream))),
  );
  // Nothing is in two places: three commits an order were moved or stayed, and one has come since.
  expect(infos.reduce((sum, { state }) => sum + state.messages, 0)).toBe(ids.length * 4);
  for (const { stream, origin } of newStreams(move)) {
    const own = ids.flatMap((id, i) => (move.to.streamOf(id) === stream ? [i] : []));
    if (own.length === 0) continue;
    await durableConsumer(nats, move.to.logStream(stream), place);
    // All that had not been acknowledged before, and all that has come since.
    const open = own.flatMap((i) => bodies[i] ?? []).filter(({ seq }) => seq > (floors[origin] ?? 0));
    expect(await delivered(move, stream)).toHaveLength(open.length + own.length);
  }
}

describe("partitions are moved to more streams", () => {
  test.each([0.5, 1])("with every commit under its sequence, and process managers %d through", async (part) => {
    const log = await begun(part);
    await copyPartitions(log.move);
    await switchPartitions(log.move);
    await removeMoved(log.move);
    await expectMoved(log);
  });

  test("also when it was stopped after any step, and begins anew", async () => {
    const log = await begun();
    const steps = [copyPartitions, switchPartitions, removeMoved];
    let made: unknown;
    for (let done = 1; done <= steps.length; done++) {
      for (const step of steps.slice(0, done)) {
        const result = await step(log.move);
        if (step !== switchPartitions) continue;
        made ??= result;
        expect(result).toEqual(made as typeof result);
      }
    }
    await expectMoved(log);
  });

  test("also when it was stopped between two subjects let go, and two copies promoted", async () => {
    const log = await begun();
    await copyPartitions(log.move);
    const { streams } = nats.jsm;
    let updates = 0;
    const stopping = new Proxy(streams, {
      get: (target, name) => {
        if (name === "update" && ++updates === 2) throw new Error("stopped");
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const jsm = Object.assign(Object.create(nats.jsm), { streams: stopping });
    expect(await switchPartitions({ ...log.move, nats: { ...nats, jsm } }).catch(String)).toBe("Error: stopped");
    await copyPartitions(log.move);
    await switchPartitions(log.move);
    await removeMoved(log.move);
    await expectMoved(log);
  });
});

test("a copy that lacks a message is noticed before anything is removed", async () => {
  const { move } = await begun();
  const [{ stream, origin } = { stream: 0, origin: 0 }] = newStreams(move).filter(({ stream: made }) =>
    ids.some((id) => move.to.streamOf(id) === made),
  );
  await copyPartitions(move);
  await switchPartitions(move);
  const lost = ids.find((id) => move.to.streamOf(id) === stream) ?? "";
  await nats.jsm.streams.purge(move.to.logStream(stream), { filter: move.to.events(lost), keep: 1 });
  expect(await assertCopied(move, stream, origin).catch((error: unknown) => error)).toBeInstanceOf(CopyDiffers);
  expect(await removeMoved(move).catch((error: unknown) => error)).toBeInstanceOf(CopyDiffers);
  expect(await natsEventLog(nats, move.from, () => false).load(lost)).toHaveLength(3);
});

import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Reply } from "#contracts/command/message.ts";
import { names } from "#contracts/shared/subjects.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { memoryDeadLetters } from "../../memory/dead-letters.ts";
import type { Send } from "../../runtime/activation/host.ts";
import type { Follower } from "../../runtime/processes/delivery.ts";
import { letterDesk } from "../../runtime/processes/desk.ts";
import { managerFollower } from "../../runtime/processes/manager-follower.ts";
import { relay } from "../../testing/relay.ts";
import { relayWorld } from "../../testing/relay-world.ts";
import { connectNats } from "../connection.ts";
import { natsEventLog } from "../log/event-log.ts";
import { ensureStreams } from "../topology.ts";
import { follow } from "./follow.ts";
import { placesInLog } from "./places.ts";

setDefaultTimeout(20_000);
const { natsUrl } = await servers();
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function connected(name: string) {
  const nats = await connectNats({ servers: natsUrl, name });
  stops.push(nats.close);
  return nats;
}

/** An installation of its own with a relay between sources and targets; nobody follows yet. */
async function installation() {
  const nats = await connected("relay");
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  const log = natsEventLog(nats, layout, () => true);
  const world = relayWorld(log);
  const letters = memoryDeadLetters();
  const reported: string[] = [];

  /** A node that follows with this follower, while `isMine` says so; by a connection of its own. */
  async function node(follower: Follower, isMine = () => true) {
    const own = await connected("follower");
    const report = (error: unknown) => void reported.push(String(error));
    const stopping = placesInLog(layout, follower.name).map((place) =>
      follow(own, place, follower, { isMine, letters, report }),
    );
    const stop = async () => {
      await Promise.all(stopping.map((one) => one()));
    };
    stops.push(stop);
    return { stop, crash: own.close };
  }
  const logLength = async () => (await nats.jsm.streams.info(layout.logStream(0))).state.messages;
  const isThrough = async () => {
    const { num_pending, num_ack_pending } = await nats.jsm.consumers.info(layout.logStream(0), relay.name);
    return num_pending === 0 && num_ack_pending === 0;
  };
  return {
    ...{ nats, layout, world, letters, reported, node, logLength },
    settled: () => eventually(isThrough, { deadlineMs: 15_000, what: "the end of the log" }),
    /** Up to where its target knows that the relay has everything behind it. */
    floorAt: async (target: string) => (await log.load(target)).at(-1)?.commit.commands.at(-1)?.source?.floor ?? 0,
    /** Forgets how far the relay has come: it begins at the start of the log. */
    forget: () => nats.jsm.consumers.delete(layout.logStream(0), relay.name),
  };
}

const relaying = (send?: Send) => (at: { world: ReturnType<typeof relayWorld> }) =>
  managerFollower(relay, at.world.performing(send));
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("a process manager on the log", () => {
  test("turns each event into its command, those of one aggregate in their order", async () => {
    const at = await installation();
    await at.node(relaying()(at));
    const sources = ["src_a", "src_b", "src_c"];
    await Promise.all(
      sources.map(async (source) => {
        for (const n of numbers(20)) await at.world.emit(source, "tgt_all", n);
      }),
    );
    await at.settled();
    for (const source of sources) expect(await at.world.takenFrom("tgt_all", source)).toEqual(numbers(20));
  });

  test("maps a refusal to a command that makes good for it", async () => {
    const at = await installation();
    await at.node(relaying()(at));
    for (const n of [1, -2, 3]) await at.world.emit("src_a", "tgt_a", n);
    await at.settled();
    await eventually(async () => (await at.world.takenBack("src_a")).length > 0);
    expect([await at.world.taken("tgt_a"), await at.world.takenBack("src_a")]).toEqual([[1, 3], [-2]]);
    expect(at.world.outcomes).toContain("Take order/illegal-transition");
    expect(await at.letters.count(relay.name)).toBe(0);
  });

  test("given the whole history again changes nothing", async () => {
    const at = await installation();
    const first = await at.node(relaying()(at));
    for (const n of [...numbers(30), -1]) await at.world.emit("src_a", `tgt_${n % 2 === 0 ? "even" : "odd"}`, n);
    await eventually(async () => (await at.world.takenBack("src_a")).length === 1);
    await at.settled();
    // So long that its target, which remembers three commands of clients, knows only a floor of most.
    await eventually(async () => {
      await at.world.emit("src_b", "tgt_even", 100);
      return (await at.floorAt("tgt_even")) > 31;
    });
    await at.settled();
    await first.stop();
    const before = await at.logLength();

    await at.forget();
    const sent = at.world.outcomes.length;
    await at.node(relaying()(at));
    await eventually(() => at.world.outcomes.length >= 2 * sent, { what: "every command once more" });
    await at.settled();
    expect(await at.logLength()).toBe(before);
    expect(await at.world.takenFrom("tgt_even", "src_a")).toEqual(numbers(30).filter((n) => n % 2 === 0));
  });

  test("keeps the order of an aggregate while its target cannot be reached, and parks nothing", async () => {
    const at = await installation();
    let away = 12;
    const flaky: Send = async (message) =>
      message.aggregate === "tgt_far" && away-- > 0
        ? { kind: "unavailable", reason: "no-node" }
        : at.world.send(message);
    await at.node(relaying(flaky)(at));
    for (const n of numbers(4)) {
      await at.world.emit("src_a", n % 2 === 0 ? "tgt_far" : "tgt_near", n);
      await at.world.emit("src_b", "tgt_near", 10 + n);
    }
    // Whoever has nothing to do with it does not wait.
    await eventually(async () => (await at.world.takenFrom("tgt_near", "src_b")).length === 4);
    expect(await at.world.takenFrom("tgt_near", "src_a")).toEqual([]);
    away = 1;
    await eventually(async () => (await at.world.taken("tgt_far")).length === 2, { deadlineMs: 15_000 });
    await at.settled();
    expect([await at.world.taken("tgt_far"), await at.world.takenFrom("tgt_near", "src_a")]).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(await at.letters.count(relay.name)).toBe(0);
  });
});

describe("poison", () => {
  test("amid healthy traffic is parked with its reason, and heals when it is redriven after the fix", async () => {
    const at = await installation();
    let broken = true;
    const buggy: Send = (message) => {
      if (broken && message.kind === "command" && message.command["n"] === 13) throw new Error("thirteen");
      return at.world.send(message);
    };
    const follower = relaying(buggy)(at);
    await at.node(follower);
    for (const n of [1, 13, 2]) await at.world.emit("src_ill", "tgt_ill", n);
    for (const n of numbers(10)) await at.world.emit("src_well", "tgt_well", n);
    await eventually(async () => (await at.world.taken("tgt_well")).length === 10);
    await eventually(async () => (await at.world.taken("tgt_ill")).length === 2, { deadlineMs: 15_000 });
    const [letter] = (await at.letters.page(0, 10)).letters;
    expect(letter).toMatchObject({
      process: "relay",
      aggregate: "src_ill",
      stream: 0,
      seq: 2,
      reason: "failed",
      tries: 5,
    });
    expect(letter?.error).toContain("thirteen");
    await at.settled();

    const desk = letterDesk(at.letters, [follower], Date.now);
    expect(await desk.redrive(letter?.id ?? "", "sel_admin")).toMatchObject({ kind: "failed-again" });
    broken = false;
    expect(await desk.redrive(letter?.id ?? "", "sel_admin")).toMatchObject({ kind: "settled" });
    expect(await at.world.taken("tgt_ill")).toEqual([1, 2, 13]);
    expect(await at.letters.count(relay.name)).toBe(0);
    expect(await desk.redrive(letter?.id ?? "", "sel_admin")).toMatchObject({ kind: "settled" });
    expect(await at.world.taken("tgt_ill")).toEqual([1, 2, 13]);
  });

  test("that is no commit, or of a schema version nobody here knows, is parked at once", async () => {
    const at = await installation();
    const { js } = at.nats;
    await js.publish(at.layout.events("src_garbage"), "not JSON");
    const event = { type: "Emitted", v: 9, at: "2026-11-22T08:00:00.000Z" };
    const command = { id: "c", fingerprint: "f", by: "sys_test", at: event.at, events: [event], outcome: {} };
    const commit = { version: 1, prev: 0, commands: [command] };
    await js.publish(at.layout.events("src_later"), JSON.stringify(commit));
    await at.world.emit("src_a", "tgt_a", 1);
    await at.node(relaying()(at));
    await eventually(async () => (await at.world.taken("tgt_a")).length === 1);
    await at.settled();
    const { letters } = await at.letters.page(0, 10);
    expect(letters.map(({ aggregate, reason, tries }) => [aggregate, reason, tries])).toEqual([
      ["src_garbage", "undecodable", 1],
      ["src_later", "unreadable", 1],
    ]);
    expect(letters[1]?.error).toContain("Emitted version 9");
  });
});

describe("of several nodes", () => {
  test("another takes over from one that dies with messages in hand, and order is kept", async () => {
    const at = await installation();
    let leader = 1;
    const { promise: never, resolve: end } = Promise.withResolvers<Reply>();
    const hanging: Send = (message) => (message.aggregate === "tgt_a" ? never : at.world.send(message));
    const dying = await at.node(relaying(hanging)(at), () => leader === 1);
    await at.node(relaying()(at), () => leader === 2);
    for (const n of numbers(10)) await at.world.emit("src_a", "tgt_a", n);
    for (const n of numbers(5)) await at.world.emit("src_b", "tgt_b", n);
    await eventually(async () => (await at.world.taken("tgt_b")).length === 5);
    await dying.crash();
    leader = 2;
    for (const n of numbers(5)) await at.world.emit("src_a", "tgt_a", 10 + n);
    await at.settled();
    end({ kind: "unavailable", reason: "no-answer" });
    expect(await at.world.taken("tgt_a")).toEqual(numbers(15));
    expect(await at.world.taken("tgt_b")).toEqual(numbers(5));
  });

  test("one that leaves politely hands over at once", async () => {
    const at = await installation();
    let leader = 1;
    const leaving = await at.node(relaying()(at), () => leader === 1);
    await at.node(relaying()(at), () => leader === 2);
    await at.world.emit("src_a", "tgt_a", 0);
    await eventually(async () => (await at.world.taken("tgt_a")).length === 1);
    leader = 2;
    await leaving.stop();
    await at.world.emit("src_a", "tgt_a", 1);
    await eventually(async () => (await at.world.taken("tgt_a")).length === 2, { deadlineMs: 2_000 });
  });

  test("two that both think it is theirs do nothing twice", async () => {
    const at = await installation();
    let agreed = false;
    await at.node(relaying()(at));
    await at.node(relaying()(at), () => !agreed);
    for (const n of numbers(60)) await at.world.emit(`src_${n % 3}`, "tgt_a", n);
    agreed = true;
    await at.settled();
    const taken = await at.world.taken("tgt_a");
    expect(taken.toSorted((a, b) => a - b)).toEqual(numbers(60));
    expect(await at.letters.count(relay.name)).toBe(0);
  });
});

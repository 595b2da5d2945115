import { describe, expect, test } from "bun:test";
import type { CommandMessage, Reply } from "#contracts/command/message.ts";
import type { StoredEvent } from "#contracts/log/commit.ts";
import { relay } from "../../testing/relay.ts";
import { Undecodable } from "./delivery.ts";
import { managerFollower } from "./manager-follower.ts";
import { NotNow } from "./not-now.ts";
import { CommandFailed } from "./send.ts";

const at = "2026-11-22T08:00:00.000Z";
const accepted: Reply = { kind: "accepted", version: 1, seq: 1, outcome: {}, replayed: false };
const refused: Reply = { kind: "refused", code: "order/illegal-transition", version: 1 };

const emitted = (n: number, to = "tgt_a"): StoredEvent => ({ type: "Emitted", v: 1, at, n, to });
const delivery = (...events: StoredEvent[]) => {
  const command = { id: "c", fingerprint: "f", by: "sys_test", at, events, outcome: {} };
  const data = new TextEncoder().encode(JSON.stringify({ version: 7, prev: 3, commands: [command] }));
  return { aggregate: "src_a", stream: 2, seq: 40, data };
};
const progress = { incarnation: "i1", floor: 12 };

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

/** A relay whose commands are answered by `answer`; what it sent and how that ended. */
function world(answer: (message: CommandMessage) => Reply) {
  const sent: CommandMessage[] = [];
  const outcomes: string[] = [];
  let now = 0;
  const follower = managerFollower(relay, {
    send: async (message) => {
      if (message.kind === "command") sent.push(message);
      return message.kind === "command" ? answer(message) : { kind: "state", version: 0 };
    },
    now: () => ++now,
    record: ({ process, type, outcome }) => outcomes.push(`${process} ${type} ${outcome}`),
    timers: { arm: async () => {}, cancel: async () => {}, missing: async () => [] },
    handOver: async () => {},
  });
  return { follower, sent, outcomes };
}

describe("a command a process manager sends", () => {
  test("is named and dated by its cause, and says where in the log that stands", async () => {
    const { follower, sent } = world(() => accepted);
    await follower.handle(delivery(emitted(1), emitted(2, "tgt_b")), progress);
    const source = { process: "relay@i1", stream: 2, seq: 40, floor: 12 };
    const common = { by: "sys_relay", at, source };
    expect(sent).toMatchObject([
      { id: "relay:src_a:7:0", aggregate: "tgt_a", command: { type: "Take", n: 1, from: "src_a" }, ...common },
      { id: "relay:src_a:7:1", aggregate: "tgt_b", command: { type: "Take", n: 2, from: "src_a" }, ...common },
    ]);
  });

  test("is the same message when its cause is delivered again, but for how long it may take", async () => {
    const { follower, sent } = world(() => accepted);
    await follower.handle(delivery(emitted(1)), progress);
    await follower.handle(delivery(emitted(1)), progress);
    const [first, second] = sent.map(({ deadline: _, ...message }) => message);
    expect(second).toEqual(first);
  });

  test("out of its order says nothing of how far the process has come", async () => {
    const { follower, sent } = world(() => accepted);
    await follower.handle(delivery(emitted(1)), undefined);
    expect(sent[0]).toMatchObject({ id: "relay:src_a:7:0" });
    expect(sent[0]).not.toHaveProperty("source");
  });
});

describe("the answer to it", () => {
  test("that is a refusal leads to what the table says, under an id of its own", async () => {
    const { follower, sent, outcomes } = world(({ command: { type } }) => (type === "Take" ? refused : accepted));
    await follower.handle(delivery(emitted(-1)), progress);
    expect(sent.map(({ id, command: { type }, aggregate }) => [id, type, aggregate])).toEqual([
      ["relay:src_a:7:0", "Take", "tgt_a"],
      ["relay:src_a:7:0.0", "TakeBack", "src_a"],
    ]);
    expect(outcomes).toEqual(["relay Take order/illegal-transition", "relay TakeBack accepted"]);
  });

  test.each(["busy", "log-unavailable", "expired", "no-node", "no-answer"] as const)(
    "%s means not now",
    async (reason) => {
      const { follower } = world(() => ({ kind: "unavailable", reason }));
      expect(await failureOf(follower.handle(delivery(emitted(1)), progress))).toBeInstanceOf(NotNow);
    },
  );

  test.each([
    { kind: "unavailable", reason: "failed" },
    { kind: "unavailable", reason: "unreadable" },
    { kind: "refused", code: "command/unknown", version: 0 },
    { kind: "refused", code: "command/key-reused", version: 1 },
  ] as Reply[])("%o is a failure", async (reply) => {
    const { follower } = world(() => reply);
    expect(await failureOf(follower.handle(delivery(emitted(1)), progress))).toBeInstanceOf(CommandFailed);
  });
});

test("events of others and unknown ones mean nothing to it; what is no commit cannot be dealt with", async () => {
  const { follower, sent } = world(() => accepted);
  await follower.handle({ ...delivery(emitted(1)), aggregate: "tgt_a" }, progress);
  await follower.handle(delivery({ type: "TakenBack", v: 1, at }, { type: "Unheard", v: 3, at }), progress);
  expect(sent).toEqual([]);
  const garbage = { ...delivery(), data: new TextEncoder().encode('{"version":0}') };
  expect(await failureOf(follower.handle(garbage, progress))).toBeInstanceOf(Undecodable);
});

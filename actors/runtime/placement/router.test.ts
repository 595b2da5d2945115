import { describe, expect, test } from "bun:test";
import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import { node } from "../../testing/nodes.ts";
import { type NodeInfo, rank } from "./placement.ts";
import { NoNode, router } from "./router.ts";

const key = "ord_2611aaaaaaaaaaaaaaaa";
const message = { kind: "read", aggregate: key, deadline: 5_000 } as const;
const reply = (version: number): Reply => ({ kind: "state", version, state: undefined });
const unavailable = (reason: "busy" | "log-unavailable" | "unreadable" | "failed"): Reply => ({
  kind: "unavailable",
  reason,
});
const three = rank([node("a"), node("b"), node("c")], key);
const [first = "", second = "", third = ""] = three.map(({ id }) => id);

type Answer = () => Promise<Reply>;
const silent: Answer = () => new Promise(() => {});
const gone: Answer = async () => {
  throw new NoNode("gone");
};

/** A router over nodes that answer as told, on a clock that runs only while it waits; keeps whom it asked, and when. */
function routing(answers: Record<string, Answer>, probes: Record<string, () => Promise<void>> = {}) {
  const clock = { ms: 0, nodes: three as readonly NodeInfo[] };
  const asked: { id: string; at: number }[] = [];
  const probed: string[] = [];
  const request = (id: string, _: ActorMessage) => {
    asked.push({ id, at: clock.ms });
    return (answers[id] ?? (async () => reply(0)))();
  };
  const probe = async (id: string) => {
    probed.push(id);
    await (probes[id] ?? (async () => {}))();
  };
  const pause = async (ms: number) => {
    clock.ms += ms;
    await Bun.sleep(0);
  };
  const deps = { nodes: () => clock.nodes, request, probe, now: () => clock.ms, pause };
  return { deps, clock, send: router(deps), asked, probed, ids: () => asked.map(({ id }) => id) };
}

describe("sending to an aggregate", () => {
  test("asks the node that ranks first", async () => {
    const { send, ids } = routing({ [first]: async () => reply(7) });
    expect(await send(message)).toEqual(reply(7));
    expect(ids()).toEqual([first]);
  });

  test("goes on to the next when nobody listens there", async () => {
    const { send, ids } = routing({ [first]: gone });
    expect(await send(message)).toEqual(reply(0));
    expect(ids()).toEqual([first, second]);
  });

  test.each(["busy", "log-unavailable", "failed"] as const)("%s is an answer", async (reason) => {
    const { send, ids } = routing({ [first]: async () => unavailable(reason) });
    expect(await send(message)).toEqual(unavailable(reason));
    expect(ids()).toEqual([first]);
  });

  test("a refusal is no answer before the deadline when a node went that may still accept", async () => {
    const refused: Reply = { kind: "refused", code: "order/not-found", version: 0 };
    const routed = routing({ [first]: silent, [second]: async () => refused });
    routed.clock.nodes = three;
    const sent = routed.send(message);
    routed.clock.nodes = three.filter(({ id }) => id !== first);
    expect(await sent).toEqual({ kind: "unavailable", reason: "no-answer" });
    expect(routed.clock.ms).toBeGreaterThanOrEqual(message.deadline);
    expect(routed.ids()).toEqual([first, second]);
  });

  test("stops when the deadline has passed", async () => {
    const late: Answer = async () => {
      routed.clock.ms = 6_000;
      throw new NoNode("gone");
    };
    const routed = routing({ [first]: late });
    expect(await routed.send(message)).toMatchObject({ reason: "expired" });
  });

  test("says so when there is no node to ask", async () => {
    const routed = routing({ a: gone, b: gone, c: gone });
    expect(await routed.send(message)).toMatchObject({ reason: "no-node" });
    routed.clock.nodes = [node("a", { state: "joining" }), node("b", { roles: ["pricing"] })];
    expect(await routed.send(message)).toMatchObject({ reason: "no-node" });
  });

  test("asks itself by a plain call, and asks nobody whether it is there", async () => {
    const { deps, asked, probed } = routing({});
    const slow = async () => {
      for (let turn = 0; turn < 5; turn++) await Bun.sleep(0);
      return reply(3);
    };
    const send = router({ ...deps, local: { id: first, send: slow } });
    expect(await send(message)).toEqual(reply(3));
    expect([asked, probed]).toEqual([[], []]);
  });

  test("does not wait for itself beyond the deadline either", async () => {
    const { deps } = routing({});
    const send = router({ ...deps, local: { id: first, send: silent } });
    expect(await send(message)).toMatchObject({ reason: "no-answer" });
  });
});

describe("while the answer is slow", () => {
  test("a node that gives signs of life is waited for until the deadline", async () => {
    const { send, ids, probed } = routing({ [first]: silent });
    expect(await send(message)).toMatchObject({ reason: "no-answer" });
    expect(ids()).toEqual([first]);
    expect(new Set(probed)).toEqual(new Set([first]));
  });

  test("a node that is found gone costs a moment: the next is asked the same", async () => {
    const { send, asked } = routing({ [first]: silent }, { [first]: async () => Promise.reject(new NoNode("gone")) });
    expect(await send(message)).toEqual(reply(0));
    expect(asked.map(({ id }) => id)).toEqual([first, second]);
    expect(asked[1]?.at).toBeLessThanOrEqual(100);
  });

  test("a paused node is waited for until its lease runs out", async () => {
    const routed = routing({ [first]: silent }, { [first]: () => new Promise(() => {}) });
    const view = () => (routed.clock.ms < 3_000 ? three : three.slice(1));
    const send = router({ ...routed.deps, nodes: view });
    expect(await send(message)).toEqual(reply(0));
    expect(routed.asked).toMatchObject([{ id: first }, { id: second }]);
    expect(routed.asked[1]?.at).toBeGreaterThanOrEqual(3_000);
    expect(routed.asked[1]?.at).toBeLessThan(3_100);
    expect(routed.probed).toHaveLength(1); // One question at a time, for all who wait.
  });

  test("a probe that fails in another way says nothing", async () => {
    const failing = async () => Promise.reject(new Error("the wire"));
    const { send, ids } = routing({ [first]: silent }, { [first]: failing });
    expect(await send(message)).toMatchObject({ reason: "no-answer" });
    expect(ids()).toEqual([first]);
  });

  test("a node that went with the message may have done it: that the next could not is no answer to it", async () => {
    const probes = { [first]: async () => Promise.reject(new NoNode("gone")) };
    const { send } = routing({ [first]: silent, [second]: async () => unavailable("busy") }, probes);
    expect(await send(message)).toMatchObject({ reason: "no-answer" });
    const alone = routing({ [first]: silent, [second]: gone, [third]: gone }, probes);
    expect(await alone.send(message)).toMatchObject({ reason: "no-answer" });
  });
});

describe("what a node cannot read", () => {
  const reading = (...events: string[]) => ({ reads: events.map((event) => `ord/${event}`) });
  const mixed = (more: Record<string, Partial<NodeInfo>>) => three.map(({ id }) => node(id, more[id]));

  test("goes to the next in rank that reads more", async () => {
    const routed = routing({ [first]: async () => unavailable("unreadable") });
    routed.clock.nodes = mixed({ [first]: reading("A.1"), [second]: reading("A.1"), [third]: reading("A.1", "A.2") });
    expect(await routed.send(message)).toEqual(reply(0));
    expect(routed.ids()).toEqual([first, third]);
  });

  test("is answered so when nobody reads more", async () => {
    const routed = routing({ [first]: async () => unavailable("unreadable") });
    routed.clock.nodes = mixed({ [first]: reading("A.1"), [second]: reading("A.1"), [third]: reading("A.1") });
    expect(await routed.send(message)).toMatchObject({ reason: "unreadable" });
    expect(routed.ids()).toEqual([first]);
  });
});

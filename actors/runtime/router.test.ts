import { describe, expect, test } from "bun:test";
import type { ActorMessage, Reply } from "#contracts/command/message.ts";
import { type NodeInfo, rank } from "./placement.ts";
import { NoNode, router } from "./router.ts";

const key = "ord_2611aaaaaaaaaaaaaaaa";
const message = { kind: "read", aggregate: key, deadline: 1_000 } as const;
const reply = (version: number): Reply => ({ kind: "state", version, state: undefined });
const node = (id: string, more: Partial<NodeInfo> = {}): NodeInfo => ({
  id,
  roles: ["orders"],
  state: "active",
  ...more,
});
const three = rank([node("a"), node("b"), node("c")], key);
const [first, second] = three.map(({ id }) => id);

/** A router over nodes that answer as told; keeps whom it asked. */
function routing(nodes: readonly NodeInfo[], answers: Record<string, () => Promise<Reply>>, now = () => 0) {
  const asked: string[] = [];
  const request = (id: string, _: ActorMessage) => {
    asked.push(id);
    return (answers[id] ?? (async () => reply(0)))();
  };
  return { send: router({ nodes: () => nodes, request, now }), asked };
}
const gone = async (): Promise<Reply> => {
  throw new NoNode("gone");
};

describe("sending to an aggregate", () => {
  test("asks the node that ranks first", async () => {
    const { send, asked } = routing(three, { [first ?? ""]: async () => reply(7) });
    expect(await send(message)).toEqual(reply(7));
    expect(asked).toEqual([first ?? ""]);
  });

  test("goes on to the next when nobody listens there", async () => {
    const { send, asked } = routing(three, { [first ?? ""]: gone });
    expect(await send(message)).toEqual(reply(0));
    expect(asked).toEqual([first ?? "", second ?? ""]);
  });

  test("a slow answer is no reason to go elsewhere", async () => {
    const silent = () => new Promise<Reply>(() => {});
    const { send, asked } = routing(three, { [first ?? ""]: silent });
    expect(await send({ ...message, deadline: 5 })).toEqual({ kind: "unavailable", reason: "no-answer" });
    expect(asked).toHaveLength(1);
  });

  test("neither is an explicit busy", async () => {
    const busy: Reply = { kind: "unavailable", reason: "busy" };
    const { send, asked } = routing(three, { [first ?? ""]: async () => busy });
    expect(await send(message)).toEqual(busy);
    expect(asked).toHaveLength(1);
  });

  test("stops when the deadline has passed", async () => {
    let clock = 0;
    const late = async (): Promise<Reply> => {
      clock = 2_000;
      throw new NoNode("gone");
    };
    const { send } = routing(three, { [first ?? ""]: late }, () => clock);
    expect(await send(message)).toEqual({ kind: "unavailable", reason: "expired" });
  });

  test("says so when there is no node to ask", async () => {
    const nodes = [node("a", { state: "draining" }), node("b", { roles: ["pricing"] })];
    expect(await routing(nodes, {}).send(message)).toEqual({ kind: "unavailable", reason: "no-node" });
    expect(await routing(three, { a: gone, b: gone, c: gone }).send(message)).toMatchObject({ reason: "no-node" });
  });

  test("asks itself by a plain call", async () => {
    const local = { id: first ?? "", send: async () => reply(3) };
    const request = async () => reply(0);
    const send = router({ local, nodes: () => three, request, now: () => 0 });
    expect(await send(message)).toEqual(reply(3));
  });
});

import { expect, test } from "bun:test";
import { node } from "../../testing/nodes.ts";
import { evictor } from "./eviction.ts";
import { type NodeInfo, rank } from "./placement.ts";

const keys = Array.from({ length: 3_000 }, (_, i) => `ord_2611${i.toString(32).padStart(16, "w")}`);

function resident(ids: readonly string[]) {
  const kept = new Set(ids);
  let looks = 0;
  const idle = () => {
    looks += 1;
    return [...kept];
  };
  return { kept, looks: () => looks, host: { idle, passivate: (id: string) => void kept.delete(id) } };
}

test("what another node ranks first for is forgotten when a node joins, and the rest stays", async () => {
  const { kept, host } = resident(keys);
  let nodes: NodeInfo[] = [node("a")];
  const evict = evictor({ self: "a", host, nodes: () => nodes, pause: async () => {} });
  await evict();
  expect(kept.size).toBe(keys.length);
  nodes = [node("a"), node("b")];
  await evict();
  expect([...kept]).toEqual(keys.filter((key) => rank(nodes, key)[0]?.id === "a"));
});

test("as long as the hosts are the same nothing is looked through, whatever their load", async () => {
  const { looks, host } = resident(keys);
  let nodes = [node("a"), node("b")];
  const evict = evictor({ self: "a", host, nodes: () => nodes, pause: async () => {} });
  await evict();
  nodes = [node("b", { load: { residents: 9, busy: 9, waitingAppends: 9, loopDelayMs: 9 } }), node("a")];
  await evict();
  expect(looks()).toBe(1);
});

test("a node that drains forgets everything", async () => {
  const { kept, host } = resident(keys);
  const nodes = () => [node("a", { state: "draining" }), node("b")];
  await evictor({ self: "a", host, nodes, pause: async () => {} })();
  expect(kept.size).toBe(0);
});

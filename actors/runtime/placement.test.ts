import { describe, expect, test } from "bun:test";
import { type NodeInfo, rank } from "./placement.ts";

const node = (id: string): NodeInfo => ({ id, roles: ["orders"], state: "active" });
const nodes = (n: number) => Array.from({ length: n }, (_, i) => node(`node-${i + 1}`));
const keys = Array.from({ length: 8_000 }, (_, i) => `ord_2611${i.toString(32).padStart(16, "a")}`);
const owner = (among: readonly NodeInfo[], key: string) => rank(among, key)[0]?.id;

describe("ranking nodes for an aggregate", () => {
  test("is the same whoever asks, and in whichever order the nodes came", () => {
    for (const key of keys.slice(0, 100)) {
      expect(rank(nodes(5), key)).toEqual(rank(nodes(5).toReversed(), key));
    }
  });

  test("gives every node about its share", () => {
    for (const n of [2, 3, 5, 8]) {
      const shares = new Map<string | undefined, number>();
      for (const key of keys) shares.set(owner(nodes(n), key), (shares.get(owner(nodes(n), key)) ?? 0) + 1);
      for (const count of shares.values()) {
        expect(count / keys.length).toBeGreaterThan(0.9 / n);
        expect(count / keys.length).toBeLessThan(1.1 / n);
      }
    }
  });

  test("moves only the share of the node that comes or goes", () => {
    for (const n of [1, 2, 4, 7]) {
      const moved = keys.filter((key) => owner(nodes(n), key) !== owner(nodes(n + 1), key));
      expect(moved.length / keys.length).toBeLessThan(1 / (n + 1) + 0.02);
      for (const key of moved) expect(owner(nodes(n + 1), key)).toBe(`node-${n + 1}`);
    }
  });

  test("whoever is second takes over from the first", () => {
    for (const key of keys.slice(0, 200)) {
      const [first, second] = rank(nodes(4), key);
      const left = nodes(4).filter(({ id }) => id !== first?.id);
      expect(owner(left, key)).toBe(second?.id);
    }
  });
});

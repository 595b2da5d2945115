import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { node } from "../../testing/nodes.ts";
import { hostRanking, hostsAmong, type NodeInfo, Ranking, rank, understandsMore } from "./placement.ts";

const nodes = (n: number) => Array.from({ length: n }, (_, i) => node(`node-${i + 1}`));
const keys = Array.from({ length: 8_000 }, (_, i) => `ord_2611${i.toString(32).padStart(16, "a")}`);
const owners = (among: readonly NodeInfo[]) => {
  const ranking = new Ranking(among);
  return keys.map((key) => ranking.first(key)?.id);
};
const sharesOf = (among: readonly NodeInfo[]) => {
  const ids = owners(among);
  return among.map(({ id }) => ids.filter((owner) => owner === id).length / keys.length);
};
const orderId = fc.stringMatching(/^ord_2611[a-z2-7]{16}$/);
const cluster = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-z0-9-]{1,12}$/), capacity: fc.integer({ min: 1, max: 8 }) }),
  { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);
const nodesOf = (members: readonly { id: string; capacity: number }[]) =>
  members.map(({ id, ...more }) => node(id, more));

describe("ranking nodes for an aggregate", () => {
  test("is the same whoever asks, and in whichever order the nodes came", () => {
    fc.assert(
      fc.property(cluster, orderId, (members, id) => {
        expect(rank(nodesOf(members), id)).toEqual(rank(nodesOf(members.toReversed()), id));
      }),
    );
  });

  test("its first is who is asked first", () => {
    fc.assert(
      fc.property(cluster, orderId, (members, id) => {
        const ranking = new Ranking(nodesOf(members));
        expect(ranking.first(id)).toEqual(ranking.all(id)[0] as NodeInfo);
      }),
    );
  });

  test("a node that leaves is the only change: the others stay in their order", () => {
    fc.assert(
      fc.property(cluster, orderId, fc.nat(), (members, id, which) => {
        const leaver = members[which % members.length];
        const without = rank(nodesOf(members), id).filter((one) => one.id !== leaver?.id);
        expect(rank(nodesOf(members.filter((one) => one !== leaver)), id)).toEqual(without);
      }),
    );
  });

  test("a node that is given more capacity only gains", () => {
    fc.assert(
      fc.property(cluster, orderId, fc.nat(), (members, id, which) => {
        const index = which % members.length;
        const grown = members.map((one, i) => (i === index ? { ...one, capacity: one.capacity * 2 } : one));
        const placeOf = (among: typeof members) =>
          rank(nodesOf(among), id).findIndex((n) => n.id === members[index]?.id);
        expect(placeOf(grown)).toBeLessThanOrEqual(placeOf(members));
      }),
    );
  });
});

describe("the shares of nodes", () => {
  test("of one capacity are about alike", () => {
    for (const n of [2, 3, 5, 8]) {
      for (const share of sharesOf(nodes(n))) expect(Math.abs(share * n - 1)).toBeLessThan(0.1);
    }
  });

  test("follow their capacities", () => {
    for (const capacities of [
      [1, 2],
      [1, 1, 4],
      [0.5, 1, 3, 3.5],
    ]) {
      const sum = capacities.reduce((a, b) => a + b, 0);
      const shares = sharesOf(capacities.map((capacity, i) => node(`node-${i + 1}`, { capacity })));
      for (const [i, share] of shares.entries())
        expect(Math.abs(share - (capacities[i] ?? 0) / sum)).toBeLessThan(0.02);
    }
  });

  test("a node that joins takes its own share and moves nothing else", () => {
    for (const [n, capacity] of [
      [1, 1],
      [2, 1],
      [4, 3],
      [7, 1],
    ] as const) {
      const joined = [...nodes(n), node("newcomer", { capacity })];
      const [before, after] = [owners(nodes(n)), owners(joined)];
      const moved = after.filter((owner, i) => owner !== before[i]);
      expect(moved.length / keys.length).toBeLessThan(capacity / (n + capacity) + 0.02);
      expect(new Set(moved)).toEqual(new Set(["newcomer"]));
    }
  });

  test("what a node that is gone had is spread over all others", () => {
    const [before, after] = [owners(nodes(5)), owners(nodes(4))];
    const heirs = after.filter((_, i) => before[i] === "node-5");
    for (const { id } of nodes(4)) {
      expect(heirs.filter((heir) => heir === id).length / heirs.length).toBeGreaterThan(0.2);
    }
  });
});

describe("who may be asked", () => {
  const [active, joining, draining] = [node("a"), node("j", { state: "joining" }), node("d", { state: "draining" })];
  test("active hosts", () => {
    expect(hostsAmong([active, joining, draining, node("p", { roles: ["pricing"] })])).toEqual([active]);
  });
  test("where there is none, hosts that are about to leave, and never one that is not ready", () => {
    expect(hostsAmong([joining, draining])).toEqual([draining]);
    expect(hostsAmong([joining])).toEqual([]);
  });
  test("the ranking is made anew only when the view is another", () => {
    let view = nodes(2);
    const ranking = hostRanking(() => view);
    expect(ranking()).toBe(ranking());
    const before = ranking();
    view = nodes(3);
    expect(ranking()).not.toBe(before);
  });
});

test("a node may understand more than another of its release when it folds an event of this kind that the other cannot", () => {
  const old = node("old", { reads: ["ord/OrderStarted.1", "acc/AccountOpened.1"] });
  const recent = node("recent", { reads: ["ord/OrderStarted.1", "ord/OrderStarted.2", "acc/AccountOpened.1"] });
  expect(understandsMore(recent, old, "ord_1")).toBe(true);
  expect(understandsMore(old, recent, "ord_1")).toBe(false);
  expect(understandsMore(recent, old, "acc_1")).toBe(false);
});

test("a node of another release may understand more, whatever it folds", () => {
  expect(understandsMore(node("a", { release: "1.1" }), node("b", { release: "1.0" }), "ord_1")).toBe(true);
});

import { expect, test } from "bun:test";
import type { NodeInfo } from "#actors/runtime/placement/placement.ts";
import { noLoad } from "#contracts/cluster/lease.ts";
import { firstFor } from "./leadership.ts";

const node = (id: string, more: Partial<NodeInfo> = {}): NodeInfo => ({
  id,
  incarnation: id,
  roles: ["projections"],
  state: "active",
  capacity: 1,
  release: "1",
  reads: ["A.1"],
  load: noLoad,
  ...more,
});
const keys = Array.from({ length: 200 }, (_, i) => `crm/${i}`);
const leaders = (...nodes: NodeInfo[]) => new Set(keys.map((key) => firstFor(nodes, "projections", key)));

test("the work is shared between the active nodes that have the role", () => {
  expect(leaders(node("a"), node("b"), node("c", { roles: ["gateway"] }), node("d", { state: "draining" }))).toEqual(
    new Set(["a", "b"]),
  );
});

test("of two releases the one that reads more does it", () => {
  expect(leaders(node("old"), node("new", { reads: ["A.1", "A.2"] }))).toEqual(new Set(["new"]));
});

test("nobody does what nobody can", () => expect(leaders(node("a", { roles: [] }))).toEqual(new Set([undefined])));

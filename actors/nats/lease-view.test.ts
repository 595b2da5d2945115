import { expect, test } from "bun:test";
import type { NodeInfo } from "../runtime/placement.ts";
import { LeaseView, leaseMs } from "./lease-view.ts";

const node = (id: string): NodeInfo => ({ id, roles: ["orders"], state: "active" });

/** A view of node `a`, and a clock that is set by hand. */
function viewAt() {
  const clock = { ms: 0 };
  const view = new LeaseView("a", () => clock.ms);
  view.begin();
  return { clock, view, ids: () => view.nodes().map(({ id }) => id) };
}

test("a node is there until it has not renewed for the time of a lease", () => {
  const { clock, view, ids } = viewAt();
  view.saw(node("a"));
  view.saw(node("b"));
  clock.ms = leaseMs - 1;
  view.saw(node("a"));
  expect(ids()).toEqual(["a", "b"]);
  clock.ms = leaseMs;
  view.saw(node("a"));
  expect(ids()).toEqual(["a"]);
});

test("while nothing at all is heard the last view stays in use", () => {
  const { clock, view, ids } = viewAt();
  view.saw(node("a"));
  view.saw(node("b"));
  clock.ms = 100 * leaseMs;
  expect(view.isSilent()).toBe(true);
  expect(ids()).toEqual(["a", "b"]);
});

test("when listening begins again the others have the time of a lease to be heard", () => {
  const { clock, view, ids } = viewAt();
  view.saw(node("a"));
  view.saw(node("b"));
  clock.ms = 100 * leaseMs;
  view.begin();
  view.saw(node("a"));
  expect(ids()).toEqual(["a", "b"]);
  expect(view.isSilent()).toBe(false);
  clock.ms += leaseMs;
  view.saw(node("a"));
  expect(ids()).toEqual(["a"]);
});

test("a node that leaves is gone at once", () => {
  const { view, ids } = viewAt();
  view.saw(node("a"));
  view.saw(node("b"));
  view.lost("b");
  expect(ids()).toEqual(["a"]);
});

import { expect, test } from "bun:test";
import { node } from "../../testing/nodes.ts";
import { LeaseView, leaseMs, renewMs } from "./lease-view.ts";

/** A view of node `a`, and a clock that is set by hand; `a` hears its own renewals as long as the wire is there. */
function viewAt() {
  const clock = { ms: 0 };
  const view = new LeaseView("a", () => clock.ms);
  view.saw(node("a"));
  const pass = (ms: number) => {
    for (const until = clock.ms + ms; clock.ms < until; ) {
      clock.ms = Math.min(until, clock.ms + renewMs);
      view.saw(node("a"));
    }
  };
  return { clock, view, pass, ids: () => view.nodes().map(({ id }) => id) };
}

test("a node is there until it has not renewed for the time of a lease", () => {
  const { clock, view, pass, ids } = viewAt();
  view.saw(node("b"));
  pass(leaseMs - renewMs);
  clock.ms += renewMs - 1;
  expect(ids()).toEqual(["a", "b"]);
  clock.ms += 1;
  expect(ids()).toEqual(["a"]);
});

test("a renewal keeps it", () => {
  const { view, pass, ids } = viewAt();
  view.saw(node("b"));
  for (let second = 0; second < 10; second++) {
    pass(leaseMs - renewMs);
    view.saw(node("b", { load: { residents: second, busy: 0, waitingAppends: 0, loopDelayMs: 0 } }));
  }
  expect(ids()).toEqual(["a", "b"]);
  expect(view.nodes()[1]?.load.residents).toBe(9);
});

test("while nothing at all is heard the last view stays in use", () => {
  const { clock, view, ids } = viewAt();
  view.saw(node("b"));
  clock.ms = 100 * leaseMs;
  expect(ids()).toEqual(["a", "b"]);
});

test("when the silence ends the others have the time of a lease to be heard", () => {
  const { clock, view, pass, ids } = viewAt();
  view.saw(node("b"));
  clock.ms = 100 * leaseMs;
  view.saw(node("a"));
  expect(ids()).toEqual(["a", "b"]);
  pass(leaseMs - 1);
  expect(ids()).toEqual(["a", "b"]);
  pass(1);
  expect(ids()).toEqual(["a"]);
});

test("a node that leaves is gone at once", () => {
  const { view, ids } = viewAt();
  view.saw(node("b"));
  view.lost("b");
  expect(ids()).toEqual(["a"]);
});

test("this node is in its own view, whatever others have removed", () => {
  const { view, ids } = viewAt();
  view.lost("a");
  expect(ids()).toEqual(["a"]);
});

test("the view is the same array until something changes", () => {
  const { clock, view } = viewAt();
  view.saw(node("b"));
  const seen = view.nodes();
  clock.ms += renewMs;
  expect(view.nodes()).toBe(seen);
  view.saw(node("b", { state: "draining" }));
  expect(view.nodes()).not.toBe(seen);
});

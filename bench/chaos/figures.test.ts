import { expect, test } from "bun:test";
import { feltOf } from "./figures.ts";
import type { History, Placed } from "./load/plan.ts";

/** An order every 100 ms for ten seconds; those that `held` names wait until then. */
function history(held: (meantMs: number) => number | undefined): History {
  const placed = Array.from({ length: 100 }, (_, i): Placed => {
    const meantMs = i * 100;
    return { order: `ord_${i}`, meantMs, acknowledgedMs: held(meantMs) ?? meantMs + 10 };
  });
  const misses = [
    { atMs: 2_500, kind: "unknown" },
    { atMs: 2_600, kind: "failed" },
    { atMs: 9_500, kind: "failed" },
  ] as const;
  return { operations: [], placed, misses, repeats: 0, repeatedOtherwise: [] };
}
const struck = { name: "a fault", fromMs: 2_000, healedMs: 3_000, healthyMs: 4_000 };

test("a fault is felt from its beginning until the last order it held up", () => {
  const stalled = history((meantMs) => (meantMs >= 2_000 && meantMs < 6_000 ? 6_000 + meantMs / 100 : undefined));
  const felt = feltOf(stalled, 1, struck, 9_000);
  expect(felt).toMatchObject({ unknown: 1, failed: 1, gapMs: 4_010 });
  expect(felt.recoveredMs).toBeGreaterThan(4_000);
  expect(felt.recoveredMs).toBeLessThan(4_100);
});

test("a slow order by itself, long after, is not the fault's", () => {
  const stalled = (meantMs: number) => (meantMs >= 2_000 && meantMs < 3_000 ? 5_500 : undefined);
  const felt = feltOf(
    history((meantMs) => stalled(meantMs) ?? (meantMs === 7_000 ? 9_900 : undefined)),
    1,
    struck,
    9_000,
  );
  expect(felt.recoveredMs).toBe(3_500);
});

test("a stream that is silent counts although the others go on", () => {
  const felt = feltOf(
    history(() => undefined),
    64,
    struck,
    9_000,
  );
  expect(felt.gapMs).toBe(7_000);
});

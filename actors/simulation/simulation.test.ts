import { describe, expect, test } from "bun:test";
import { describeFailure } from "./report.ts";
import { simulate } from "./simulate.ts";

/** Seeds of every check, in parts; ./bezel simulate runs as many as one likes. */
const seedsOfPart = 100;
const firstSeeds = [1, 101];
/** For machines that do much else besides, ms. */
const patienceMs = 120_000;

function keepsPromises(from: number): void {
  const failures: string[] = [];
  for (let seed = from; seed < from + seedsOfPart && failures.length === 0; seed++) {
    const run = simulate(seed, { size: "small" });
    if (run.violations.length > 0) failures.push(describeFailure(run));
  }
  expect(failures).toEqual([]);
}

describe("the simulated cluster", () => {
  test.each(firstSeeds)(`keeps every promise in ${seedsOfPart} worlds from seed %d on`, keepsPromises, patienceMs);

  test("does the same again from the same seed, to the last event", () => {
    for (const seed of [3, 14, 159]) {
      const [first, again, other] = [seed, seed, seed + 1].map((each) => simulate(each, { size: "small" }));
      expect(again?.hash).toBe(first?.hash ?? "");
      expect(again?.events).toBe(first?.events ?? 0);
      expect(other?.hash).not.toBe(first?.hash ?? "");
    }
  });

  test("a failing seed says how to have it again, what was planned and what happened last", () => {
    const run = simulate(7, { size: "small" });
    const words = describeFailure({ ...run, violations: [{ check: "lost", detail: "c1" }] });
    expect(words).toContain("seed 7: ");
    expect(words).toContain("faults: ");
    expect(words).toContain(run.lastEvents.at(-1) ?? "no events");
    expect(words).toContain("lost: c1");
    expect(words).toEndWith("again: ./bezel simulate --seed 7 --size small");
  });
});

import { expect, test } from "bun:test";
import type { Timer } from "../runtime/processes/timers.ts";
import { timerConformance } from "../testing/timer-conformance.ts";
import { testClock } from "./clock.ts";
import { memoryTimers } from "./timers.ts";

const start = Date.parse("2026-11-22T08:00:00.000Z");

timerConformance("memory", async () => {
  const clock = testClock(start);
  const fired: { timer: Timer; at: number }[] = [];
  let fails = false;
  const timers = memoryTimers(clock, async (timer) => {
    fired.push({ timer, at: clock.now() });
    if (fails) throw new Error("nobody is there");
  });
  const fail = (now: boolean) => {
    fails = now;
  };
  return { timers, fired, fail, now: clock.now, passUntil: clock.passUntil };
});

test("by a test's clock weeks pass in milliseconds, and everything comes in the order it is due", async () => {
  const clock = testClock(start);
  const fired: string[] = [];
  const timers = memoryTimers(clock, async ({ name }) => {
    fired.push(`${name} on day ${Math.round((clock.now() - start) / 86_400_000)}`);
  });
  for (const days of [21, 7, 14]) {
    const at = new Date(start + days * 86_400_000).toISOString();
    await timers.arm({
      aggregate: "cnt_a",
      name: `week-${days / 7}`,
      version: 1,
      at,
      command: { type: "C" },
      by: "sys",
    });
  }
  await clock.passUntil(start + 20 * 86_400_000);
  expect(fired).toEqual(["week-1 on day 7", "week-2 on day 14"]);
  await clock.passUntil(start + 30 * 86_400_000);
  expect(fired).toEqual(["week-1 on day 7", "week-2 on day 14", "week-3 on day 21"]);
});

import { describe, expect, test } from "bun:test";
import type { LogPage } from "#contracts/log/reader.ts";
import { testClock } from "../../memory/clock.ts";
import { memoryTimers } from "../../memory/timers.ts";
import { type Reminder, reminderAggregate, reminders } from "../../testing/reminder.ts";
import { memoryWorld } from "../../testing/world.ts";
import { TimerReconciler } from "./reconciler.ts";
import type { Timer } from "./timers.ts";

const start = "2026-11-22T08:00:00.000Z";
const days = (n: number) => new Date(Date.parse(start) + n * 86_400_000).toISOString();
const signal = new AbortController().signal;

/** A world with reminders, beside timers that were all lost; what these fire is collected. */
function lost() {
  const world = memoryWorld({ aggregates: [reminderAggregate], managers: [reminders], at: start });
  const clock = testClock(Date.parse(start));
  const fired: Timer[] = [];
  const timers = memoryTimers(clock, async (timer) => void fired.push(timer));
  let pages = 0;
  const page: LogPage = async (_, after, max) => {
    pages += 1;
    return world.log.entries.filter(({ seq }) => seq > after).slice(0, max);
  };
  const reconciler = new TimerReconciler({ managers: [reminders], streamCount: 1, page, timers, now: clock.now });
  const round = async () =>
    (await reconciler.round(signal)).map(({ aggregate, version, at }) => [aggregate, version, at]);
  return { world, clock, fired, round, pages: () => pages };
}

describe("lost timers", () => {
  test("are armed again as the log wants them: not the cleared, not the replaced, not those that have rung", async () => {
    const { world, clock, fired, round } = lost();
    await world.give("rem_open", { type: "Set", ringAt: days(7) });
    await world.give("rem_anew", { type: "Set", ringAt: days(7) });
    await world.give("rem_anew", { type: "Set", ringAt: days(9) });
    await world.give("rem_cleared", { type: "Set", ringAt: days(7) });
    await world.give("rem_cleared", { type: "Clear" });
    await world.give("rem_rung", { type: "Set", ringAt: days(1) });
    await world.passUntil(days(2));
    expect(await round()).toEqual([
      ["rem_open", 1, days(7)],
      ["rem_anew", 2, days(9)],
    ]);
    await clock.passUntil(Date.parse(days(10)));
    expect(fired.map(({ aggregate, command }) => [aggregate, command["ringAt"]])).toEqual([
      ["rem_open", days(7)],
      ["rem_anew", days(9)],
    ]);
  });

  test("that are there are left alone, and the log is not read again from its beginning", async () => {
    const { world, round, pages } = lost();
    await world.give("rem_a", { type: "Set", ringAt: days(7) });
    expect((await round()).length).toBe(1);
    const before = pages();
    expect(await round()).toEqual([]);
    expect(pages()).toBe(before + 1);
    await world.give("rem_b", { type: "Set", ringAt: days(8) });
    expect(await round()).toEqual([["rem_b", 1, days(8)]]);
  });

  test("whose time has passed fire at once, and again when they are twice as late: they may have been lost again", async () => {
    const { world, clock, fired, round } = lost();
    await world.give("rem_a", { type: "Set", ringAt: days(1) });
    const firedBy = async (day: number) => {
      await clock.passUntil(Date.parse(days(day)));
      await round();
      await clock.passUntil(Date.parse(days(day)) + 1);
      return fired.length;
    };
    // Four days late, then not until eight.
    expect([await firedBy(5), await firedBy(6), await firedBy(8.9), await firedBy(9), await firedBy(10)]).toEqual([
      1, 1, 1, 2, 2,
    ]);
    expect(new Set(fired.map(({ at }) => at))).toEqual(new Set([days(1)]));
  });
});

describe("a timer", () => {
  const ringing = async (world: ReturnType<typeof lost>["world"], id: string) =>
    ((await world.state(id)) as Reminder).rang;

  test("that was set anew rings at the new time only, and its command was given when it was due", async () => {
    const { world } = lost();
    await world.give("rem_a", { type: "Set", ringAt: days(7) });
    await world.give("rem_a", { type: "Set", ringAt: days(21) });
    await world.passUntil(days(20));
    expect(await ringing(world, "rem_a")).toEqual([]);
    await world.passUntil(days(30));
    expect(await ringing(world, "rem_a")).toEqual([days(21)]);
  });

  test("that was cleared does not ring", async () => {
    const { world } = lost();
    await world.give("rem_a", { type: "Set", ringAt: days(7) });
    await world.give("rem_a", { type: "Clear" });
    await world.passUntil(days(30));
    expect(await ringing(world, "rem_a")).toEqual([]);
  });
});

import { beforeAll, describe, expect, test } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import type { Timer, Timers } from "../runtime/processes/timers.ts";

/** Timers under test, and the time they go by. */
export interface TimersUnderTest {
  readonly timers: Timers;
  /** Every firing until now. */
  readonly fired: readonly { readonly timer: Timer; readonly at: number }[];
  /** Firings fail while this is set. */
  readonly fail: (fails: boolean) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** Lets time pass until an instant (epoch ms), or waits for it. */
  readonly passUntil: (at: number) => Promise<void>;
}

/** Long enough to do something before it is over, short enough to wait for. */
const shortMs = 1_000;

/** Holds an adapter to the promise of Timers. */
export function timerConformance(name: string, open: () => Promise<TimersUnderTest>): void {
  describe(`timers: ${name}`, () => {
    let it: TimersUnderTest;
    let counter = 0;
    beforeAll(async () => {
      it = await open();
    });

    const timer = (inMs: number, more: Partial<Timer> = {}): Timer => ({
      aggregate: `cnt_${++counter}`,
      name: "reminder",
      version: 1,
      at: new Date(it.now() + inMs).toISOString(),
      command: { type: "Remind" },
      by: "sys_test",
      ...more,
    });
    const of = ({ aggregate }: Timer) => it.fired.filter((one) => one.timer.aggregate === aggregate);
    const firedOnce = (one: Timer) => eventually(() => of(one)[0], { what: "a timer" });

    test("fires with what it was armed with, not before its time", async () => {
      const one = timer(shortMs);
      await it.timers.arm(one);
      await it.passUntil(Date.parse(one.at) - shortMs / 2);
      expect(of(one)).toEqual([]);
      await it.passUntil(Date.parse(one.at));
      const first = await firedOnce(one);
      expect(first.timer).toEqual(one);
      expect(first.at).toBeGreaterThanOrEqual(Date.parse(one.at));
    });

    test("fires at once when its time has passed", async () => {
      const one = timer(-60_000);
      await it.timers.arm(one);
      await it.passUntil(it.now() + 1);
      expect((await firedOnce(one)).timer).toEqual(one);
    });

    test("armed again it is one timer, with what was said last", async () => {
      const one = timer(shortMs);
      const anew = { ...one, command: { type: "Remind", again: true } };
      await it.timers.arm(one);
      await it.timers.arm(anew);
      const mark = timer(shortMs + 200);
      await it.timers.arm(mark);
      await it.passUntil(Date.parse(mark.at));
      await firedOnce(mark);
      expect(of(one).map((firing) => firing.timer)).toEqual([anew]);
    });

    test("cancelled it does not fire; what a later commit armed does", async () => {
      const one = timer(shortMs, { version: 2 });
      const later = { ...one, version: 5 };
      const other = { ...one, name: "another" };
      for (const each of [one, later, other]) await it.timers.arm(each);
      await it.timers.cancel({ ...one, version: 3 });
      await it.passUntil(Date.parse(one.at));
      await eventually(() => of(one).length >= 2, { what: "the timers that are left" });
      const fired = of(one).map(({ timer: { name, version } }) => `${name} ${version}`);
      expect(fired.sort()).toEqual(["another 2", "reminder 5"]);
    });

    test("fires again while nobody deals with it", async () => {
      it.fail(true);
      const one = timer(0);
      await it.timers.arm(one);
      await it.passUntil(it.now() + 1);
      await firedOnce(one);
      expect(await it.timers.missing([one])).toEqual([]);
      it.fail(false);
      const before = of(one).length;
      await it.passUntil(it.now() + 10 * shortMs);
      await eventually(() => of(one).length > before, { what: "the timer again" });
      await eventually(async () => (await it.timers.missing([one])).length === 1, { what: "the timer's end" });
    });

    test("tells which are missing: those never armed, cancelled, or dealt with", async () => {
      const armed = timer(60 * 60_000);
      const cancelled = timer(60 * 60_000);
      const never = timer(60 * 60_000);
      const done = timer(0);
      for (const each of [armed, cancelled, done]) await it.timers.arm(each);
      await it.timers.cancel(cancelled);
      await it.passUntil(it.now() + 1);
      await firedOnce(done);
      const missing = () => it.timers.missing([armed, cancelled, never, done]);
      await eventually(async () => (await missing()).length === 3, { what: "the end of a timer dealt with" });
      expect(await missing()).toEqual([cancelled, never, done]);
    });

    test("weeks are no different from seconds", async () => {
      const one = timer(3 * 7 * 24 * 60 * 60_000);
      await it.timers.arm(one);
      expect(await it.timers.missing([one])).toEqual([]);
      expect(of(one)).toEqual([]);
    });
  });
}

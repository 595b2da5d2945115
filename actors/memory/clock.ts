import type { Clock } from "../runtime/clock.ts";

/** A clock that stands still until it is told how much time passes. */
export interface TestClock extends Clock {
  /** Lets time pass up to an instant (epoch ms), with everything that is due by then, in the order it is due. */
  passUntil(at: number): Promise<void>;
}

export function testClock(start: number): TestClock {
  let now = start;
  const waiting: { at: number; work: () => void }[] = [];
  const takeDue = (until: number) => {
    waiting.sort((a, b) => a.at - b.at);
    return waiting[0] !== undefined && waiting[0].at <= until ? waiting.shift() : undefined;
  };
  return {
    now: () => now,
    at: (at, work) => {
      waiting.push({ at, work });
    },
    passUntil: async (until) => {
      for (let due = takeDue(until); due; due = takeDue(until)) {
        now = Math.max(now, due.at);
        due.work();
        // What came of it may be due before the end of this passage too.
        await Bun.sleep(0);
      }
      now = Math.max(now, until);
    },
  };
}

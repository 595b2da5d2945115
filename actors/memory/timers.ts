import type { Clock } from "../runtime/clock.ts";
import type { Timer, TimerRef, Timers } from "../runtime/processes/timers.ts";

const keyOf = ({ aggregate, name, version }: TimerRef): string => JSON.stringify([aggregate, name, version]);

/**
 * Timers in one process's memory, by any clock. `fire` deals with a timer; when it throws, it is called again after
 * `retryMs` of that clock.
 */
export function memoryTimers(clock: Clock, fire: (timer: Timer) => Promise<void>, retryMs = 1_000): Timers {
  const armed = new Map<string, Timer>();
  const run = (timer: Timer, at: number): void =>
    clock.at(at, () => {
      // Cancelled, or said anew, meanwhile.
      if (armed.get(keyOf(timer)) !== timer) return;
      const done = () => armed.get(keyOf(timer)) === timer && armed.delete(keyOf(timer));
      fire(timer).then(done, () => run(timer, clock.now() + retryMs));
    });
  return {
    arm: async (timer) => {
      armed.set(keyOf(timer), timer);
      run(timer, Math.max(clock.now(), Date.parse(timer.at)));
    },
    cancel: async ({ aggregate, name, version }) => {
      for (const [key, timer] of armed) {
        if (timer.aggregate === aggregate && timer.name === name && timer.version <= version) armed.delete(key);
      }
    },
    missing: async (timers) => timers.filter((timer) => !armed.has(keyOf(timer))),
  };
}

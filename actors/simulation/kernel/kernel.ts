import { drainMicrotasks } from "bun:jsc";
import { EventHeap, type Scheduled } from "./event-heap.ts";
import type { Life } from "./life.ts";
import { Trace } from "./trace.ts";

/** Calls off what was to happen. */
export type CallOff = () => void;

/**
 * Virtual time. One heap holds all that will happen; between two events every promise that can go on does, so a run
 * is one sequence of steps which depends on its seed alone. Nothing here waits, and nothing looks at a real clock.
 */
export class Kernel {
  readonly trace = new Trace();
  readonly #heap = new EventHeap();
  #planned = 0;
  #nowMs = 0;

  /** `beginsAtMs`: the true time at which the run begins, epoch ms. */
  constructor(readonly beginsAtMs: number) {}

  /** True time since the run began, ms. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The wall clock of a process, epoch ms. */
  wallClock(life: Life): number {
    return this.beginsAtMs + Math.floor(this.#nowMs) + life.skewMs;
  }

  /** Does something in `ms`, in the process `life` unless that has ended; `lost` is told when it has. */
  after(ms: number, life: Life, what: string, act: () => void, lost?: () => void): CallOff {
    const scheduled: Scheduled = { atMs: this.#nowMs + Math.max(0, ms), order: this.#planned++, what, act: undefined };
    const happen = () => {
      if (life.isOver) return lost?.();
      if (life.isPaused) return life.defer(happen);
      const todo = scheduled.act;
      if (!todo) return;
      this.trace.add(this.#nowMs, what);
      act();
      drainMicrotasks();
    };
    scheduled.act = happen;
    this.#heap.push(scheduled);
    return () => {
      scheduled.act = undefined;
    };
  }

  /** Waits in the process `life`. */
  sleep(ms: number, life: Life, what: string): Promise<void> {
    return new Promise((resolve) => this.after(ms, life, what, resolve));
  }

  /** Lets a paused process go on: what came due meanwhile happens now, in order. */
  resume(life: Life): void {
    for (const act of life.resume()) act();
  }

  /** Lets time pass until `isDone`, or until `untilMs`, or until nothing will happen any more. */
  run(isDone: () => boolean, untilMs: number): void {
    drainMicrotasks();
    while (!isDone()) {
      const next = this.#heap.pop();
      if (!next) return;
      if (!next.act) continue;
      if (next.atMs > untilMs) {
        this.#heap.push(next);
        return;
      }
      this.#nowMs = next.atMs;
      next.act();
    }
  }
}

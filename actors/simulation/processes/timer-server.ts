import { memoryTimers } from "../../memory/timers.ts";
import type { Delivery } from "../../runtime/processes/delivery.ts";
import { timerProcess } from "../../runtime/processes/timer-follower.ts";
import type { Timer, Timers } from "../../runtime/processes/timers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { Life } from "../kernel/life.ts";
import { Place } from "./place.ts";

/** The place where timers wait; those that are due become messages of a stream, which a follower deals with. */
export class TimerServer {
  readonly life = new Life("timers");
  readonly #due: Delivery[] = [];
  readonly #dealtWith = new Map<number, () => void>();
  readonly place = new Place(
    timerProcess,
    { length: () => this.#due.length, at: (seq) => this.#due[seq - 1] as Delivery },
    (seq) => this.#dealtWith.get(seq)?.(),
  );
  timers: Timers;
  #generation = 0;

  constructor(readonly kernel: Kernel) {
    this.timers = this.#open();
  }

  /** Everything that was armed is gone, as with a stream that is lost. */
  lose(): void {
    this.#generation += 1;
    this.timers = this.#open();
  }

  #open(): Timers {
    const generation = this.#generation;
    const now = () => this.kernel.wallClock(this.life);
    const at = (when: number, work: () => void): void => {
      this.kernel.after(when - now(), this.life, "a timer is due", () => {
        if (generation === this.#generation) work();
      });
    };
    return memoryTimers({ now, at }, (timer) => this.#fire(timer));
  }

  #fire(timer: Timer): Promise<void> {
    const seq = this.#due.length + 1;
    const data = new TextEncoder().encode(JSON.stringify(timer));
    this.#due.push({ aggregate: timer.aggregate, stream: 0, seq, data });
    return new Promise((resolve) => this.#dealtWith.set(seq, resolve));
  }
}

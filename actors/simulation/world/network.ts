import type { FaultKind } from "../faults/kinds.ts";
import type { Dice } from "../kernel/dice.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Life } from "../kernel/life.ts";

/** No answer came in time: what was asked for may have happened, may happen yet, or never will. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}
/** The address has no process behind it, and the network says so. */
export class NobodyThere extends Error {
  override readonly name = "NobodyThere";
}

export interface NetworkFaults {
  /** Whether a fault of this kind strikes the next message. */
  readonly strikes: (kind: FaultKind) => boolean;
  /** Whether nothing gets from one process to another just now. */
  readonly isCut: (from: string, to: string) => boolean;
}

/** What one request is, and what is done with it where it arrives. */
export interface Request<Answer> {
  readonly from: Life;
  readonly to: Life;
  readonly what: string;
  readonly timeoutMs: number;
  readonly serve: () => Promise<Answer>;
  /** Told when a copy can arrive no more, or has arrived. */
  readonly settled?: () => void;
  /** Told when the network makes two requests of it. */
  readonly doubled?: () => void;
}

/** Longest that a message is under way, ms; longer than any request waits. */
const lateMaxMs = 8_000;

/** Carries requests between processes and does to them what networks do. */
export class Network {
  constructor(
    readonly kernel: Kernel,
    readonly dice: Dice,
    readonly faults: NetworkFaults,
  ) {}

  /** Asks and waits. Throws NobodyThere, NoAnswer, or what `serve` throws. */
  request<Answer>(request: Request<Answer>): Promise<Answer> {
    const { from, to, what, timeoutMs, serve } = request;
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new NoAnswer(what));
      const callOff = this.kernel.after(timeoutMs, from, `${from.name}: no answer to ${what}`, giveUp);
      const answer = (settle: () => void, how: string) => {
        const deliver = () => {
          callOff();
          settle();
        };
        this.#carry(to, from, `${from.name} <- ${to.name}: ${what} ${how}`, "answers", deliver);
      };
      const arrive = () => {
        request.settled?.();
        serve().then(
          (value) => answer(() => resolve(value), "done"),
          (error: unknown) => answer(() => reject(error), "failed"),
        );
      };
      const absent = () => {
        request.settled?.();
        if (to.isOver) answer(() => reject(new NobodyThere(to.name)), "nobody there");
      };
      const named = `${from.name} -> ${to.name}: ${what}`;
      const copies = this.faults.strikes("duplicates") ? 2 : 1;
      if (copies === 2) request.doubled?.();
      for (let copy = 0; copy < copies; copy++) this.#carry(from, to, named, "requests", arrive, absent);
    });
  }

  /** Tells and does not wait for an answer. */
  tell(from: Life, to: Life, what: string, act: () => void): void {
    this.#carry(from, to, `${from.name} -> ${to.name}: ${what}`, "requests", act);
  }

  #carry(from: Life, to: Life, what: string, which: "requests" | "answers", act: () => void, lost?: () => void): void {
    const isLost = this.faults.isCut(from.name, to.name) || this.faults.strikes(`lost-${which}`);
    if (isLost) lost?.();
    else this.kernel.after(this.#latencyMs(which), to, what, act, lost);
  }

  #latencyMs(which: "requests" | "answers"): number {
    const base = this.dice.between(0.2, 2);
    if (this.faults.strikes(`late-${which}`)) return base + this.dice.between(0, lateMaxMs);
    return this.faults.strikes("reordering") ? base + this.dice.between(0, 40) : base;
  }
}

import type { StoredCommit } from "#contracts/log/commit.ts";
import type { LogPage } from "#contracts/log/reader.ts";
import { timerOf } from "./perform.ts";
import { consequencesOf, type ProcessManager } from "./process-manager.ts";
import type { Timer, TimerRef, Timers } from "./timers.ts";

/** A timer the log wants, and the commit that armed it. */
interface Wanted extends TimerRef {
  readonly stream: number;
  readonly seq: number;
}

export interface ReconcilerDeps {
  // biome-ignore lint/suspicious/noExplicitAny: managers of every kind of job
  readonly managers: readonly ProcessManager<any>[];
  readonly streamCount: number;
  readonly page: LogPage;
  readonly timers: Timers;
  /** Epoch ms. */
  readonly now: () => number;
}

const pageMax = 500;
const keyOf = (aggregate: string, name: string): string => `${aggregate} ${name}`;

/**
 * Finds the timers the log wants that are no longer there, and arms them again. It reads the log once from its
 * beginning, keeps what is wanted, and each further round reads on from where it was.
 */
export class TimerReconciler {
  readonly #wanted = new Map<string, Wanted>();
  readonly #readUpTo: number[];
  /** Until when an overdue timer that was armed again is left alone, epoch ms. */
  readonly #leftAloneUntil = new Map<string, number>();

  constructor(readonly deps: ReconcilerDeps) {
    this.#readUpTo = Array.from({ length: deps.streamCount }, () => 0);
  }

  /** Reads what is new, looks what is missing, and arms it. Gives the timers it armed; `signal` ends it early. */
  async round(signal: AbortSignal): Promise<Timer[]> {
    for (const stream of this.#readUpTo.keys()) await this.#readOn(stream, signal);
    if (signal.aborted) return [];
    const wanted = [...this.#wanted.values()];
    const missing = new Set(await this.deps.timers.missing(wanted));
    const armed: Timer[] = [];
    for (const one of wanted) {
      if (!missing.has(one) || signal.aborted) continue;
      const timer = await this.#armAgain(one);
      if (timer) armed.push(timer);
    }
    return armed;
  }

  async #readOn(stream: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const commits = await this.deps.page(stream, this.#readUpTo[stream] ?? 0, pageMax);
      for (const stored of commits) this.#fold(stored);
      const last = commits.at(-1);
      if (!last) return;
      this.#readUpTo[stream] = last.seq;
    }
  }

  #fold(stored: StoredCommit): void {
    const { aggregate, stream, seq, commit } = stored;
    for (const { reaction } of this.#consequences(stored)) {
      if ("cancel" in reaction) this.#wanted.delete(keyOf(aggregate, reaction.cancel));
      if (!("arm" in reaction)) continue;
      const { arm: name } = reaction;
      this.#wanted.set(keyOf(aggregate, name), { aggregate, name, version: commit.version, stream, seq });
    }
  }

  #consequences(stored: StoredCommit) {
    return this.deps.managers.flatMap((manager) => {
      try {
        return consequencesOf(manager, stored).map((consequence) => ({ ...consequence, by: manager.by }));
      } catch {
        return []; // Its process has it among the dead letters, which say why.
      }
    });
  }

  async #armAgain(wanted: Wanted): Promise<Timer | undefined> {
    const key = `${keyOf(wanted.aggregate, wanted.name)} ${wanted.version}`;
    const now = this.deps.now();
    if (now < (this.#leftAloneUntil.get(key) ?? 0)) return undefined;
    const [stored] = await this.deps.page(wanted.stream, wanted.seq - 1, 1);
    const isThere = stored?.seq === wanted.seq && stored.aggregate === wanted.aggregate;
    // What has left the log is closed and wants nothing.
    if (!isThere) this.#wanted.delete(keyOf(wanted.aggregate, wanted.name));
    const timer = isThere ? this.#timersIn(stored).find(({ name }) => name === wanted.name) : undefined;
    if (!timer) return undefined;
    await this.deps.timers.arm(timer);
    // An overdue timer that is missing has fired and changed nothing, or was lost again before it could: nothing tells
    // which. Armed once more each time it has become twice as late, none is lost, and soon it costs nothing.
    const late = now - Date.parse(timer.at);
    if (late >= 0) this.#leftAloneUntil.set(key, now + late);
    return timer;
  }

  #timersIn(stored: StoredCommit): Timer[] {
    return this.#consequences(stored).flatMap(({ reaction, cause, by }) =>
      "arm" in reaction ? [timerOf(by, { cause }, reaction)] : [],
    );
  }
}

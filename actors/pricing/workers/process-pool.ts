import type { Source } from "./source.ts";
import { type Reason, WorkerEnded } from "./worker-ended.ts";
import { type Turn, WorkerProcess } from "./worker-process.ts";

export interface PoolLimits {
  /** Processes at once; further models wait. */
  readonly workers: number;
  /** For one model, from its first byte to the last answer, ms. */
  readonly deadlineMs: number;
  /** Resident memory of one process. */
  readonly memoryBytesMax: number;
  /** After so many models a process is replaced: libraries leak. */
  readonly modelsMax: number;
  /**
   * What goes before its work. `last`: nobody waits for its answers, and on a busy machine none may come for long.
   * `later`: somebody does, but has less of a hurry than others, and it still gets a share of a busy machine.
   */
  readonly turn?: Turn;
}

export const usualLimits: PoolLimits = {
  workers: 1,
  deadlineMs: 60_000,
  memoryBytesMax: 2 * 2 ** 30,
  modelsMax: 200,
};

/** How often a worker's memory is looked at, ms. */
const lookEveryMs = 100;

/** Gives models to processes of their own, which are ended when they take too long or too much. */
export class ProcessPool {
  private readonly idle: WorkerProcess[] = [];
  private readonly busy = new Set<WorkerProcess>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly program: readonly string[],
    private readonly limits: PoolLimits,
  ) {}

  /** The processes that are at work. */
  get pids(): readonly number[] {
    return Array.from(this.busy, ({ pid }) => pid);
  }

  /** Sends a model and gives each line that comes back to `take`, until it says that it was the last. Throws WorkerEnded. */
  async run(source: Source, take: (line: string) => boolean): Promise<void> {
    if (this.running >= this.limits.workers) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      await this.runIn(this.idle.pop() ?? new WorkerProcess(this.program, this.limits.turn), source, take);
    } finally {
      // Who waits takes the place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  close(): void {
    for (const worker of [...this.idle.splice(0), ...this.busy]) worker.end();
  }

  private async runIn(worker: WorkerProcess, source: Source, take: (line: string) => boolean): Promise<void> {
    const { deadlineMs, memoryBytesMax, modelsMax } = this.limits;
    this.busy.add(worker);
    let ended: [Reason, string] = ["gone", "the worker that looked at it ended"];
    const end = (reason: Reason, message: string) => {
      ended = [reason, message];
      worker.end();
    };
    const seconds = Math.round(deadlineMs / 1000);
    const deadline = setTimeout(() => end("late", `it took more than ${seconds} seconds`), deadlineMs);
    const watch = setInterval(() => {
      if (worker.memoryBytes() > memoryBytesMax) end("memory", "it needed too much memory");
    }, lookEveryMs);
    try {
      for await (const line of worker.lines(source)) {
        if (!take(line)) continue;
        if (worker.models < modelsMax) this.idle.push(worker);
        else worker.end();
        return;
      }
      throw new WorkerEnded(...ended);
    } finally {
      clearTimeout(deadline);
      clearInterval(watch);
      this.busy.delete(worker);
    }
  }
}

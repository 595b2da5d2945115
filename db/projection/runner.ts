import { setTimeout as sleep } from "node:timers/promises";
import type { StreamPosition } from "#contracts/log/position.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { loadPosition } from "./positions.ts";
import { ProjectionStopped } from "./projection.ts";
import { applyStream, type Projecting, startingPosition } from "./stream.ts";

/** Waits after the first, second… failure in a row while the database or the log does not answer, ms. */
const backoffMs = [100, 200, 400, 800, 1_600, 3_200, 5_000];
/** How often a stopped projection looks whether a rebuild or a newer release has moved the position. */
const stoppedLookMs = 1_000;

export interface RunOptions extends Projecting {
  readonly signal: AbortSignal;
  /** Told once each time a stream stops for a reason that waiting does not cure. */
  readonly onAlarm: (error: ProjectionStopped, stream: number) => void;
}

export interface StreamHealth {
  readonly stream: number;
  /** `retrying`: the database or the log does not answer. `stopped`: an alarm was raised. */
  readonly state: "starting" | "running" | "retrying" | "stopped";
  readonly position?: StreamPosition;
  /** Why it is not running. */
  readonly error?: string;
}

export interface Projector {
  /** Resolves when the signal has aborted and the last batch is through. */
  readonly done: Promise<void>;
  health(): StreamHealth[];
  /** Commits of the log that this projector has not seen in the database yet. Throws what the reader throws. */
  lag(): Promise<number>;
}

/**
 * Keeps a database up with the log until the signal aborts. What is unavailable is tried again with growing waits;
 * an alarm stops the stream until somebody moves its position: nothing is ever skipped.
 */
export function runProjection(options: RunOptions): Projector {
  const streams = Array.from({ length: options.reader.streamCount }, (_, stream) => new Follower(options, stream));
  return {
    done: Promise.all(streams.map((follower) => follower.run())).then(() => {}),
    health: () => streams.map(({ health }) => health),
    lag: async () => {
      const ends = await Promise.all(streams.map(({ stream }) => options.reader.end(stream)));
      return ends.reduce((sum, { seq }, i) => sum + Math.max(0, seq - (streams[i]?.health.position?.seq ?? 0)), 0);
    },
  };
}

/** Applies everything up to the log's end as of now, then returns. Throws what applyStream throws. */
export async function catchUp(work: Projecting): Promise<void> {
  const reading = new AbortController();
  const one = async (stream: number) => {
    const { seq: untilSeq } = await work.reader.end(stream);
    for (let there = false; !there; ) {
      const from = await startingPosition(work, stream);
      there = await applyStream(work, { stream, from, signal: reading.signal, untilSeq });
    }
  };
  try {
    await Promise.all(Array.from({ length: work.reader.streamCount }, (_, stream) => one(stream)));
  } finally {
    reading.abort();
  }
}

class Follower {
  health: StreamHealth;
  #failures = 0;

  constructor(
    readonly options: RunOptions,
    readonly stream: number,
  ) {
    this.health = { stream, state: "starting" };
  }

  async run(): Promise<void> {
    const { options, stream } = this;
    const { signal } = options;
    while (!signal.aborted) {
      try {
        const from = await startingPosition(options, stream);
        this.health = { ...this.health, position: from };
        await applyStream(options, { stream, from, signal, onPosition: (position) => this.#reached(position) });
      } catch (error) {
        if (!signal.aborted) await this.#failed(error);
      }
    }
  }

  #reached(position: StreamPosition): void {
    this.#failures = 0;
    this.health = { stream: this.stream, state: "running", position };
  }

  async #failed(error: unknown): Promise<void> {
    const stopped = error instanceof LogGap ? new ProjectionStopped("gap", error.message, { cause: error }) : error;
    if (stopped instanceof ProjectionStopped) {
      this.health = { ...this.health, state: "stopped", error: stopped.message };
      this.options.onAlarm(stopped, this.stream);
      await this.#untilMoved();
    } else {
      this.health = { ...this.health, state: "retrying", error: String(error) };
      await this.#pause(backoffMs[Math.min(this.#failures++, backoffMs.length - 1)] ?? 0);
    }
  }

  async #untilMoved(): Promise<void> {
    const { pool, signal } = this.options;
    const before = JSON.stringify(this.health.position);
    while (!signal.aborted) {
      await this.#pause(stoppedLookMs);
      // While the database does not answer, nobody can have moved it.
      const now = await loadPosition(pool, this.stream).catch(() => this.health.position);
      if (JSON.stringify(now) !== before) return;
    }
  }

  /** Ends early when the signal aborts. */
  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.options.signal }).catch(() => {});
  }
}

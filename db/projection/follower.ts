import { setTimeout as sleep } from "node:timers/promises";
import type { StreamPosition } from "#contracts/log/position.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { loadPosition } from "./positions.ts";
import { ProjectionStopped } from "./projection.ts";
import { applyStream, type Projecting, startingPosition } from "./stream.ts";

/** Waits after the first, second… failure in a row while the database or the log does not answer, ms. */
const backoffMs = [100, 200, 400, 800, 1_600, 3_200, 5_000];
/** How often it looks whether a rebuild or a newer release has moved the position meanwhile. */
const lookMs = 1_000;

type Work = (signal: AbortSignal) => Promise<void>;

export interface FollowOptions extends Projecting {
  readonly signal: AbortSignal;
  /** Does a stream's work while it is this node's to do, until the signal aborts; without it, it always is. */
  readonly whileMine?: (stream: number, signal: AbortSignal, work: Work) => Promise<void>;
  /** Told once each time a stream stops for a reason that waiting does not cure. */
  readonly onAlarm: (error: ProjectionStopped, stream: number) => void;
}

export interface StreamHealth {
  readonly stream: number;
  /** `retrying`: the database or the log does not answer. `stopped`: an alarm was raised. `elsewhere`: on another node. */
  readonly state: "elsewhere" | "starting" | "running" | "retrying" | "stopped";
  readonly position?: StreamPosition;
  /** Why it is not running. */
  readonly error?: string;
}

/** Keeps a database up with one stream until the signal aborts, through outages, alarms and rebuilds. */
export class Follower {
  health: StreamHealth;
  #failures = 0;
  #signal: AbortSignal;

  constructor(
    readonly options: FollowOptions,
    readonly stream: number,
  ) {
    this.health = { stream, state: "elsewhere" };
    this.#signal = options.signal;
  }

  async run(): Promise<void> {
    const { signal, whileMine } = this.options;
    if (!whileMine) return this.#run(signal);
    await whileMine(this.stream, signal, (mine) => this.#run(mine));
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    this.health = { stream: this.stream, state: "starting" };
    while (!signal.aborted) {
      const round = new AbortController();
      // A rebuild may move the position back while the log is quiet: then no batch comes that would show it.
      const look = setInterval(() => void this.#movedBack().then((moved) => moved && round.abort()), lookMs);
      try {
        await this.#follow(AbortSignal.any([signal, round.signal]));
      } catch (error) {
        if (!signal.aborted && !round.signal.aborted) await this.#failed(error);
      } finally {
        clearInterval(look);
        round.abort(); // A signal that is listened to and never aborts is never collected.
      }
    }
    this.health = { stream: this.stream, state: "elsewhere" };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { options, stream } = this;
    const from = await startingPosition(options, stream);
    this.health = { ...this.health, position: from };
    await applyStream(options, { stream, from, signal, onPosition: (position) => this.#reached(position) });
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
    const { position } = this.health;
    while (!this.#signal.aborted) {
      await this.#pause(lookMs);
      const now = await this.#look(position);
      if (now?.incarnation !== position?.incarnation || now?.seq !== position?.seq) return;
    }
  }

  async #movedBack(): Promise<boolean> {
    const { position } = this.health;
    const now = await this.#look(position);
    return position !== undefined && (now?.incarnation !== position.incarnation || now.seq < position.seq);
  }

  /** Where the database stands; while it does not answer, nobody can have moved it from where it was. */
  #look(was: StreamPosition | undefined): Promise<StreamPosition | undefined> {
    return loadPosition(this.options.pool, this.stream).catch(() => was);
  }

  /** Ends early when the signal aborts. */
  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#signal }).catch(() => {});
  }
}

import type { Commit } from "#contracts/log/commit.ts";
import { type EventLog, VersionConflict } from "./event-log.ts";

/** One commit on its way into a batch. */
export interface BatchEntry {
  readonly id: string;
  readonly commit: Commit;
  /** What the log will store. */
  readonly bytes: Uint8Array;
}

/**
 * A log that can append commits of many aggregates of one stream at once. `appendAll` is all or nothing: it gives the
 * sequence of each, throws VersionConflict when any expectation fails (and does not say which), OutcomeUnknown when no
 * answer came. `encode` throws what `append` throws for commits that may not be written.
 */
export interface BatchLog extends EventLog {
  readonly streamOf: (id: string) => number;
  readonly encode: (id: string, commit: Commit) => Uint8Array;
  readonly appendAll: (entries: readonly BatchEntry[]) => Promise<number[]>;
}

/** Below this many waiting, singles are quicker: a batch costs a fixed few milliseconds. */
const batchFrom = 12;
/** JetStream refuses larger ones. */
const batchEntriesMax = 1_000;
const batchBytesMax = 4 * 1024 * 1024;
/** JetStream holds 50 open batches a stream for all nodes together. */
const batchesInFlightMax = 2;

interface Waiting extends BatchEntry {
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
}

/** The commits of one stream, gathered while those before them are under way. */
class Lane {
  readonly #waiting: Waiting[] = [];
  #singles = 0;
  #batches = 0;

  constructor(readonly log: BatchLog) {}

  get depth(): number {
    return this.#waiting.length;
  }

  add(entry: Waiting): void {
    this.#waiting.push(entry);
    this.#pump();
  }

  #pump(): void {
    while (this.#waiting.length > 0) {
      const mayBatch = this.#waiting.length >= batchFrom && this.#batches < batchesInFlightMax;
      if (mayBatch) void this.#batch(this.#take());
      else if (this.#batches === 0 && this.#singles < batchFrom) void this.#single(this.#waiting.shift());
      else return;
    }
  }

  /** The next batch; one aggregate stands in it at most once, because expectations hold against the state before it. */
  #take(): Waiting[] {
    const taken: Waiting[] = [];
    let bytes = 0;
    while (taken.length < batchEntriesMax) {
      const next = this.#waiting[0];
      if (!next || bytes + next.bytes.length > batchBytesMax) break;
      bytes += next.bytes.length;
      taken.push(next);
      this.#waiting.shift();
    }
    return taken;
  }

  async #single(entry: Waiting | undefined): Promise<void> {
    if (!entry) return;
    this.#singles += 1;
    await this.log.append(entry.id, entry.commit).then(entry.resolve, entry.reject);
    this.#singles -= 1;
    this.#pump();
  }

  async #batch(entries: readonly Waiting[]): Promise<void> {
    this.#batches += 1;
    await this.#settle(entries);
    this.#batches -= 1;
    this.#pump();
  }

  async #settle(entries: readonly Waiting[]): Promise<void> {
    try {
      const seqs = await this.log.appendAll(entries);
      for (const [i, { resolve }] of entries.entries()) resolve(seqs[i] ?? 0);
    } catch (error) {
      if (error instanceof VersionConflict) return this.#withoutStale(entries);
      for (const { reject } of entries) reject(error);
    }
  }

  /** One stale member fails a whole batch: the heads tell which, and the rest goes again. */
  async #withoutStale(entries: readonly Waiting[]): Promise<void> {
    const heads = await Promise.allSettled(entries.map(({ id }) => this.log.head(id)));
    const fresh = entries.filter(({ commit }, i) => {
      const head = heads[i];
      return head?.status === "fulfilled" && head.value === commit.prev;
    });
    for (const entry of entries) {
      if (!fresh.includes(entry)) entry.reject(new VersionConflict(`${entry.id} is not at ${entry.commit.prev}`));
    }
    // Where every head is as expected, another author is racing right now; singles tell them apart.
    if (fresh.length < entries.length && fresh.length >= batchFrom) return this.#settle(fresh);
    await Promise.all(
      fresh.map(({ id, commit, resolve, reject }) => this.log.append(id, commit).then(resolve, reject)),
    );
  }
}

/**
 * Group commit: under load, appends of many aggregates share one atomic batch and so one fsync; when little is
 * waiting they go singly. The promise of EventLog stays what it is. `waiting` tells how much has gathered.
 */
export function groupCommit(log: BatchLog): EventLog & { readonly waiting: () => number } {
  const lanes = new Map<number, Lane>();
  const laneOf = (id: string): Lane => {
    const stream = log.streamOf(id);
    const lane = lanes.get(stream) ?? new Lane(log);
    lanes.set(stream, lane);
    return lane;
  };
  return {
    head: (id) => log.head(id),
    load: (id, after) => log.load(id, after),
    append: async (id, commit) => {
      const bytes = log.encode(id, commit);
      return new Promise((resolve, reject) => laneOf(id).add({ id, commit, bytes, resolve, reject }));
    },
    waiting: () => [...lanes.values()].reduce((sum, { depth }) => sum + depth, 0),
  };
}

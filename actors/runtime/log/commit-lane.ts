import type { Pause } from "./append.ts";
import type { BatchEntry, BatchLog } from "./batch-log.ts";
import { TooManyBatches } from "./batch-log.ts";
import { VersionConflict } from "./event-log.ts";

/** Below this many waiting, singles are quicker: a batch costs a fixed few milliseconds. Also, singles in flight. */
export const batchFrom = 12;
/** JetStream refuses larger ones. */
const batchEntriesMax = 1_000;
const batchBytesMax = 4 * 1024 * 1024;
/** Before a batch is tried again for which the log had no room, ms. */
const roomPauseMs = 10;

export interface LaneEntry extends BatchEntry {
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneDeps {
  readonly log: BatchLog;
  /** Batches this node may have in flight now. */
  readonly batchesMax: () => number;
  readonly pause: Pause;
  /** Calls back when everything that is happening now has been done. */
  readonly soon: (work: () => void) => void;
}

/** The commits of one stream on their way: gathered while those before them are in flight. */
export class CommitLane {
  #waiting: LaneEntry[] = [];
  /** Those that must not go in a batch. */
  #alone: LaneEntry[] = [];
  #bytes = 0;
  #singles = 0;
  #batches = 0;
  #pumps = false;

  constructor(readonly deps: LaneDeps) {}

  get depth(): number {
    return this.#waiting.length + this.#alone.length;
  }

  /** Bytes of what waits. */
  get bytes(): number {
    return this.#bytes;
  }

  add(entry: LaneEntry, alone: boolean): void {
    (alone ? this.#alone : this.#waiting).push(entry);
    this.#bytes += entry.bytes.length;
    this.#pumpSoon();
  }

  /** What is decided in one turn of the event loop goes together. */
  #pumpSoon(): void {
    if (this.#pumps) return;
    this.#pumps = true;
    this.deps.soon(() => {
      this.#pumps = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#alone.length > 0 && this.#singles < batchFrom) void this.#single(this.#take(this.#alone, 1));
    while (this.#waiting.length > 0) {
      const mayBatch = this.#waiting.length >= batchFrom && this.#batches < this.deps.batchesMax();
      if (mayBatch) void this.#batch(this.#take(this.#waiting, batchEntriesMax));
      else if (this.#batches === 0 && this.#singles < batchFrom) void this.#single(this.#take(this.#waiting, 1));
      else return;
    }
  }

  /** The longest waiting, up to the byte cap. */
  #take(from: LaneEntry[], max: number): LaneEntry[] {
    let count = 0;
    let bytes = 0;
    for (const entry of from) {
      if (count === max || (count > 0 && bytes + entry.bytes.length > batchBytesMax)) break;
      bytes += entry.bytes.length;
      count += 1;
    }
    this.#bytes -= bytes;
    return from.splice(0, count);
  }

  async #single(entries: readonly LaneEntry[]): Promise<void> {
    this.#singles += 1;
    await Promise.all(entries.map((entry) => this.#alonePublished(entry)));
    this.#singles -= 1;
    this.#pump();
  }

  #alonePublished(entry: LaneEntry): Promise<void> {
    return this.deps.log.appendOne(entry).then(entry.resolve, entry.reject);
  }

  async #batch(entries: LaneEntry[]): Promise<void> {
    this.#batches += 1;
    await this.#settle(entries);
    this.#batches -= 1;
    this.#pump();
  }

  async #settle(entries: LaneEntry[]): Promise<void> {
    try {
      const seqs = await this.deps.log.appendAll(entries);
      for (const [i, { resolve }] of entries.entries()) resolve(seqs[i] ?? 0);
    } catch (error) {
      if (error instanceof VersionConflict) return this.#withoutStale(entries);
      if (error instanceof TooManyBatches) return this.#again(entries);
      for (const { reject } of entries) reject(error);
    }
  }

  /** Puts back what was not written, first in line; meanwhile this lane has one batch less in flight. */
  async #again(entries: LaneEntry[]): Promise<void> {
    this.#waiting = [...entries, ...this.#waiting];
    for (const { bytes } of entries) this.#bytes += bytes.length;
    await this.deps.pause(roomPauseMs);
  }

  /** One stale member fails a whole batch: the heads tell which, and the rest goes again. */
  async #withoutStale(entries: LaneEntry[]): Promise<void> {
    const heads = await Promise.allSettled(entries.map(({ id }) => this.deps.log.head(id)));
    const fresh = entries.filter(({ commit }, i) => {
      const head = heads[i];
      return head?.status === "fulfilled" && head.value === commit.prev;
    });
    const isFresh = new Set(fresh);
    for (const entry of entries) {
      if (!isFresh.has(entry)) entry.reject(new VersionConflict(`${entry.id} is not at ${entry.commit.prev}`));
    }
    // Where every head is as expected, another author is racing right now; singles tell them apart.
    if (fresh.length < entries.length && fresh.length >= batchFrom) return this.#settle(fresh);
    await Promise.all(fresh.map((entry) => this.#alonePublished(entry)));
  }
}

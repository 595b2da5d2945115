import type { Commit, StoredCommit } from "#contracts/log/commit.ts";
import type { StreamPosition } from "#contracts/log/position.ts";
import type { LogReader } from "#contracts/log/reader.ts";
import { names } from "#contracts/shared/subjects.ts";

/** The log in memory, with the reader's promise; tests may break its streams. */
export class MemoryLog implements LogReader {
  readonly streams: StoredCommit[][];
  readonly #names;
  #incarnation = "first";
  #wake: (() => void)[] = [];

  constructor(
    readonly streamCount = 1,
    /** Commits in one batch at most. */
    readonly batchMax = 50,
  ) {
    this.#names = names("", streamCount);
    this.streams = Array.from({ length: streamCount }, () => []);
  }

  append(aggregate: string, commit: Commit): StoredCommit {
    const stream = this.#names.streamOf(aggregate);
    const commits = this.streams[stream] ?? [];
    const stored = { aggregate, stream, seq: (commits.at(-1)?.seq ?? 0) + 1, commit };
    // As from the wire: nobody shares objects with whoever wrote it.
    commits.push(JSON.parse(JSON.stringify(stored)));
    for (const wake of this.#wake.splice(0)) wake();
    return stored;
  }

  /** The log is deleted and made again: what follows are other streams. */
  replace(): void {
    this.#incarnation = "second";
    for (const stream of this.streams) stream.length = 0;
  }

  async end(stream: number): Promise<StreamPosition> {
    return { incarnation: this.#incarnation, seq: this.streams[stream]?.at(-1)?.seq ?? 0 };
  }

  async *read(stream: number, after: number, signal: AbortSignal): AsyncIterable<readonly StoredCommit[]> {
    let seen = after;
    while (!signal.aborted) {
      const batch = (this.streams[stream] ?? []).filter(({ seq }) => seq > seen).slice(0, this.batchMax);
      seen = batch.at(-1)?.seq ?? seen;
      if (batch.length > 0) yield batch;
      else await this.#more(signal);
    }
  }

  #more(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake.push(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    return promise;
  }
}

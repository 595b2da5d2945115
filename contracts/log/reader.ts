import type { StoredCommit } from "./commit.ts";
import type { StreamPosition } from "./position.ts";

/** How a reader that must see all of the log (a projection, the archive, a feed) gets it. */
export interface LogReader {
  readonly streamCount: number;
  /** The stream's incarnation and last sequence, from its leader. */
  end(stream: number): Promise<StreamPosition>;
  /**
   * Commits of one stream after sequence `after`, in order and without gaps, in batches; waits for more until
   * `signal` aborts. What was archived and purged comes from the archive, in its place; so do commits of partitions
   * that have moved to another stream since. Throws LogGap when a sequence is in neither.
   */
  read(stream: number, after: number, signal: AbortSignal): AsyncIterable<readonly StoredCommit[]>;
}

/** For looking back without a reader of one's own: at most `max` commits of a stream after sequence `after`. */
export type LogPage = (stream: number, after: number, max: number) => Promise<StoredCommit[]>;

/**
 * The archive's commits with the sequences `from` to `to` of a stream, in order. Those it does not have are left out.
 * Throws while the archive is unavailable.
 */
export type LogArchive = (stream: number, from: number, to: number) => Promise<readonly StoredCommit[]>;

/** A sequence that should be there is not: the log was damaged or replaced, and reading on would hide it. */
export class LogGap extends Error {
  override readonly name: string = "LogGap";
}

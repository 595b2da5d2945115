import type { StoredCommit } from "./commit.ts";
import type { StreamPosition } from "./position.ts";

/**
 * How every reader that must see all of the log (projections, archive) gets it: commits of one
 * stream after `after.seq`, in order and without gaps, in batches; the iteration waits for more
 * until `signal` aborts. Throws LogGap when a sequence is missing.
 */
export interface LogReader {
  readonly streamCount: number;
  /** The stream's incarnation and last sequence, from its leader. */
  end(stream: number): Promise<StreamPosition>;
  read(stream: number, after: number, signal: AbortSignal): AsyncIterable<readonly StoredCommit[]>;
}

/** A sequence that should be there is not: the log was damaged or replaced, and reading on would hide it. */
export class LogGap extends Error {
  override readonly name = "LogGap";
}

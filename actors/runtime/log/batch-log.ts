import type { Commit } from "#contracts/log/commit.ts";
import type { AppendOptions, EventLog } from "./event-log.ts";

/** One commit as the log will store it. */
export interface BatchEntry {
  readonly id: string;
  readonly commit: Commit;
  readonly bytes: Uint8Array;
}

/** The log holds as many open batches as it can, of all nodes together: nothing was written, and it is worth trying again. */
export class TooManyBatches extends Error {
  override readonly name = "TooManyBatches";
}

/**
 * A log that can append commits of many aggregates of one stream at once. `encode` throws what `append` throws for
 * commits that may not be written; `appendOne` is `append` of what is encoded already. `appendAll` is all or nothing: it
 * gives the sequence of each, throws VersionConflict when any expectation fails (and does not say which), TooManyBatches
 * when nothing was written for that reason, and OutcomeUnknown when no answer came.
 */
export interface BatchLog extends EventLog {
  readonly streamOf: (id: string) => number;
  readonly encode: (id: string, commit: Commit, options?: AppendOptions) => Uint8Array;
  readonly appendOne: (entry: BatchEntry) => Promise<number>;
  readonly appendAll: (entries: readonly BatchEntry[]) => Promise<number[]>;
}

import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Database } from "../databases.ts";
import type { Tx } from "../pool.ts";

/** What a database learns from the log. */
export interface Projection {
  readonly name: Database;
  /**
   * Writes what the commits of one stream change, in the transaction that moves the position past them. Commits of
   * aggregates it has no interest in are passed over; what it cannot apply exactly throws ProjectionStopped.
   */
  apply(tx: Tx, commits: readonly StoredCommit[]): Promise<void>;
}

/** A projection whose rows follow from the log alone, so that they can be thrown away and made again. */
export interface ReadModel extends Projection {
  readonly tables: readonly string[];
}

/**
 * Why a projection does not go on by itself: commits are missing, the log is another one than it has read so far,
 * an event is of a later release, or applying failed for a reason that trying again does not cure.
 */
export type StopReason = "gap" | "log-replaced" | "unknown-event" | "failed";

/** Going on would make rows that nobody can trust: the projection stays where it is and somebody must be told. */
export class ProjectionStopped extends Error {
  override readonly name = "ProjectionStopped";
  constructor(
    readonly reason: StopReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

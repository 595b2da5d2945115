import type { Commit, StoredCommit } from "#contracts/log/commit.ts";

/**
 * The log of all aggregates. Its promise:
 *
 * - `append` is all or nothing and durable once it returns: fsynced, and on the replicas where there are any.
 *   It succeeds only while the aggregate's last commit stands at `commit.prev` (0: there is none); otherwise it
 *   throws VersionConflict and nothing is written. It throws OutcomeUnknown when no answer came: the commit may
 *   or may not be there, and only appending the same commit again finds out.
 * - It refuses, before anything is sent, a commit above the size cap, one whose version cannot follow `prev`, and
 *   the first commit of an id whose create window is closed: what was archived and purged is never born again
 *   (CommitInvalid).
 * - `load` gives all commits of one aggregate after a place, in order, up to the head its leader knew when it was
 *   asked; it throws LogGap when versions are not contiguous, or when the log ends before that place.
 * - `head` is the stream sequence of the aggregate's last commit, from the leader; 0 when there is none.
 * - `load` and `head` throw LogUnavailable when the log does not answer.
 */
export interface EventLog {
  load(id: string, after?: After): Promise<StoredCommit[]>;
  append(id: string, commit: Commit, options?: AppendOptions): Promise<number>;
  head(id: string): Promise<number>;
}

export interface AppendOptions {
  /** `prev` was read, not left by an append of ours: a stale one must not take others down with it. */
  readonly maybeStale?: boolean;
  /**
   * The same commit was sent before and not answered. It may be there, so its create window, which was open then, is
   * not asked again: only appending finds out.
   */
  readonly isRepeated?: boolean;
}

/** A place in an aggregate's log: its version, and the sequence of that commit where it is known, which saves reading. */
export interface After {
  readonly version: number;
  readonly seq?: number;
}

/** Whether an aggregate with this id may come into being now; every adapter asks before a first commit. */
export type MayCreate = (id: string) => boolean;

/** Another commit stands where this one was to follow: whoever decided it must reload and decide again. */
export class VersionConflict extends Error {
  override readonly name = "VersionConflict";
}
/** The append was sent and not answered. Unknown is not failed. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}
/** The log could not be read; nothing was decided. */
export class LogUnavailable extends Error {
  override readonly name: string = "LogUnavailable";
}
/** A commit that must never be sent: a bug, or a command that writes too much. */
export class CommitInvalid extends Error {
  override readonly name = "CommitInvalid";
  constructor(
    readonly reason: "too-large" | "not-contiguous" | "create-window-closed",
    message: string,
  ) {
    super(message);
  }
}

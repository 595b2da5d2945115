import type { StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import { LogUnavailable } from "../log/event-log.ts";

/**
 * Where aggregates that have ended are kept when the log no longer has them. Its promise:
 *
 * - `store` is durable once it returns; storing an aggregate again replaces what was stored.
 * - `load` gives exactly the commits that were stored, in order, and none for what never was; it throws ArchiveDamaged
 *   rather than give anything else, and ArchiveUnavailable when there is no answer.
 */
export interface AggregateArchive {
  store(id: string, commits: readonly StoredCommit[]): Promise<void>;
  load(id: string): Promise<StoredCommit[]>;
}

/** The archive does not answer; the log itself may. */
export class ArchiveUnavailable extends LogUnavailable {
  override readonly name = "ArchiveUnavailable";
}

/** What is in the archive is not what was stored: a checksum is wrong, or commits are missing. */
export class ArchiveDamaged extends LogGap {
  override readonly name = "ArchiveDamaged";
}

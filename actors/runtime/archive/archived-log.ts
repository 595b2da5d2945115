import { LRUCache } from "lru-cache";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { contiguous } from "../log/commit-codec.ts";
import { type EventLog, type MayCreate, VersionConflict } from "../log/event-log.ts";
import type { AggregateArchive } from "./aggregate-archive.ts";

/** Archived aggregates kept in memory: whoever looks at one asks several times. */
const keptMax = 256;

export interface ArchivedLogDeps {
  readonly archive: AggregateArchive;
  readonly mayCreate: MayCreate;
  /** Whether an aggregate with this id is old enough to have been archived; only then is the archive asked. */
  readonly mayBeArchived: (id: string) => boolean;
  /** Index of the log stream whose sequences an aggregate has. */
  readonly streamOf: (id: string) => number;
}

/**
 * The log together with the archive of what has left it: an archived aggregate is read through the same doors, and
 * its versions and sequences are those it had. The promise of EventLog stays what it is. What is living, or too young
 * to be archived, never waits for the archive.
 */
export function archivedLog(log: EventLog, deps: ArchivedLogDeps): EventLog {
  const { archive, mayCreate, mayBeArchived, streamOf } = deps;
  const kept = new LRUCache<string, StoredCommit[]>({ max: keptMax });

  async function archived(id: string): Promise<StoredCommit[]> {
    const known = kept.get(id);
    if (known) return known;
    const stream = streamOf(id); // Partitions may have moved since.
    const commits = contiguous(id, await archive.load(id), 0).map((stored) => ({ ...stored, stream }));
    if (commits.length > 0) kept.set(id, commits);
    return commits;
  }

  async function head(id: string): Promise<number> {
    const living = await log.head(id);
    return living === 0 && mayBeArchived(id) ? ((await archived(id)).at(-1)?.seq ?? 0) : living;
  }

  return {
    head,
    load: async (id, after) => {
      if (!mayBeArchived(id)) return log.load(id, after);
      try {
        const commits = await log.load(id, after);
        if (commits.length > 0 || (await log.head(id)) > 0) return commits;
      } catch (error) {
        if ((await log.head(id)) > 0) throw error; // Else it was purged while it was read, or since a snapshot.
      }
      return (await archived(id)).slice(after?.version ?? 0);
    },
    append: async (id, commit, options) => {
      // A creation is decided before the log is read. What was there before is told by its history, not by the month.
      if (commit.version === 1 && !mayCreate(id) && (await head(id)) > 0) throw new VersionConflict(`${id} has a past`);
      return log.append(id, commit, options);
    },
  };
}

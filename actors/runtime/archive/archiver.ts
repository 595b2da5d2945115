import type { StoredCommit } from "#contracts/log/commit.ts";
import { emptyFold, replay } from "../activation/fold.ts";
import type { Registry } from "../aggregate.ts";
import type { EventLog } from "../log/event-log.ts";
import { type AggregateArchive, ArchiveDamaged } from "./aggregate-archive.ts";

/** Takes an aggregate's commits up to a sequence out of the log, that one included, and no later one. */
export type Purge = (id: string, throughSeq: number) => Promise<void>;

export interface ArchiverDeps {
  readonly find: Registry;
  /** The log alone, without what has left it. */
  readonly log: Pick<EventLog, "load" | "head">;
  readonly purge: Purge;
  readonly archive: AggregateArchive;
  /** What the database that has a copy of every commit holds of an aggregate. */
  readonly copyOf: (id: string) => Promise<readonly StoredCommit[]>;
  readonly mayBeArchived: (id: string) => boolean;
}

/** `too-young`, `not-final` and `not-copied` leave the aggregate as it is; `gone` is one that left the log before. */
export type Archival = "archived" | "gone" | "too-young" | "not-final" | "not-copied";

/** The same commits at the same sequences; partitions may have moved to another stream since they were copied. */
const areSame = (some: readonly StoredCommit[], others: readonly StoredCommit[]): boolean =>
  some.length === others.length && some.every((stored, i) => contents(stored) === contents(others[i]));
// As JSON, because that is what is kept: a field that is undefined and one that is absent are the same.
const contents = (stored: StoredCommit | undefined) => JSON.stringify([stored?.seq, stored?.commit]);

/**
 * Moves one ended aggregate out of the log: stores it, reads it back, makes sure that the copy in the database is
 * whole, and only then purges what was stored. Stopped anywhere, it can be run again. Throws what its parts throw, and
 * ArchiveDamaged when what was read back is not what was stored.
 */
export async function archiveOne(deps: ArchiverDeps, id: string): Promise<Archival> {
  const { find, log, archive, purge } = deps;
  const aggregate = find(id);
  if (!aggregate || !deps.mayBeArchived(id)) return "too-young";
  const commits = await log.load(id);
  const last = commits.at(-1);
  if (!last) return wasArchived(deps, id);
  const { state } = replay(aggregate, emptyFold(aggregate), commits);
  if (!aggregate.isFinal?.(state)) return "not-final";
  if (!areSame(await deps.copyOf(id), commits)) return "not-copied";
  await archive.store(id, commits);
  if (!areSame(await archive.load(id), commits)) throw new ArchiveDamaged(`${id} was read back otherwise than stored`);
  // Nothing can follow a final state; should something have all the same, it is left for people to look at.
  if ((await log.head(id)) !== last.seq) return "not-final";
  await purge(id, last.seq);
  return "archived";
}

/** An earlier run may have purged it and been stopped before anybody noted so. */
async function wasArchived({ archive, copyOf }: ArchiverDeps, id: string): Promise<Archival> {
  if (areSame(await archive.load(id), await copyOf(id))) return "gone";
  throw new ArchiveDamaged(`${id} is not in the log, and the archive does not have all of it`);
}

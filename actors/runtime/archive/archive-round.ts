import { LogUnavailable } from "../log/event-log.ts";
import { type ArchiverDeps, archiveOne } from "./archiver.ts";

/** An aggregate whose time to leave the log has come. */
export interface Due {
  readonly aggregate: string;
}

export interface RoundDeps<Found extends Due> extends ArchiverDeps {
  /** Some that are due and still in the log, those that come after `last` in an order that stays the same. */
  readonly due: (last: Found | undefined) => Promise<readonly Found[]>;
  /** Notes that an aggregate has left the log, so that it is due no longer. */
  readonly note: (id: string) => Promise<unknown>;
  /** Whether this node is still the one to do it. */
  readonly goesOn: () => boolean;
  /** Waited between two aggregates: archival has time, and orders come first. */
  readonly pause: () => Promise<void>;
  /** Told why an aggregate stays in the log; the others go on. */
  readonly report: (id: string, why: unknown) => void;
}

/**
 * Archives what is due, one after the other. Gives how many left the log. Throws when the log, the archive or the
 * database does not answer: the next round begins anew.
 */
export async function archiveRound<Found extends Due>(deps: RoundDeps<Found>): Promise<number> {
  let archived = 0;
  for (let last: Found | undefined; ; ) {
    const found = await deps.due(last);
    if (found.length === 0) return archived;
    for (const { aggregate } of found) {
      if (!deps.goesOn()) return archived;
      if (await leaves(deps, aggregate)) archived += 1;
      await deps.pause();
    }
    last = found.at(-1);
  }
}

async function leaves<Found extends Due>(deps: RoundDeps<Found>, id: string): Promise<boolean> {
  let outcome: Awaited<ReturnType<typeof archiveOne>>;
  try {
    outcome = await archiveOne(deps, id);
  } catch (error) {
    if (error instanceof LogUnavailable) throw error;
    deps.report(id, error);
    return false;
  }
  if (outcome === "archived" || outcome === "gone") {
    await deps.note(id);
    return true;
  }
  deps.report(id, outcome);
  return false;
}

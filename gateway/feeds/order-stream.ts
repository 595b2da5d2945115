import type { EventLog } from "#actors/client.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { type Frame, indexedEvents, orderFrame } from "./frame.ts";
import type { FeedHub } from "./hub.ts";

/** The last event a client has seen: its commit's version and its index there. Version 0: none. */
export interface SeenOfOrder {
  readonly version: number;
  readonly index: number;
}
export const nothingSeen: SeenOfOrder = { version: 0, index: Number.MAX_SAFE_INTEGER };

/** Frames of a commit that a client has not seen yet. */
function unseen(stored: StoredCommit, seen: SeenOfOrder): Frame[] {
  const { version } = stored.commit;
  if (version < seen.version) return [];
  const from = version === seen.version ? seen.index + 1 : 0;
  return indexedEvents(stored, from).map(({ event, index }) => orderFrame(event, index));
}

/**
 * One order's events after `seen`, each exactly once and in order: first those in the log, then those that come.
 * Listening begins before the log is read, so that nothing falls between the two.
 */
export async function* orderStream(
  hub: FeedHub,
  log: EventLog,
  id: string,
  seen: SeenOfOrder,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const { queue, close } = await hub.listen(id, signal);
  let at = seen;
  function* advance(commits: readonly StoredCommit[]): Generator<Frame> {
    for (const stored of commits) {
      yield* unseen(stored, at);
      const { version } = stored.commit;
      if (version > at.version) at = { version, index: Number.MAX_SAFE_INTEGER };
    }
  }
  try {
    yield* advance(await log.load(id, { version: Math.max(0, at.version - 1) }));
    for (;;) {
      const next = await queue.next();
      if (next === "ended") return;
      if (next === "quiet") yield {};
      // A hole means that the gateway began to listen in the middle: the log has what is between.
      else if (next.item.commit.version > at.version + 1) yield* advance(await log.load(id, { version: at.version }));
      else yield* advance([next.item]);
    }
  } finally {
    close();
  }
}

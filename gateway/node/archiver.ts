import { setTimeout as sleep } from "node:timers/promises";
import { findAggregate, mayBeArchived } from "#actors/aggregates.ts";
import { natsPurge } from "#actors/nats/log/purge.ts";
import { ArchiveUnavailable } from "#actors/runtime/archive/aggregate-archive.ts";
import { archiveRound } from "#actors/runtime/archive/archive-round.ts";
import { type Ended, endedBefore, noteArchived } from "#db/archive/endings.ts";
import { commitsOf } from "#db/archive/queries.ts";
import type { Log } from "../telemetry/log.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { firstFor } from "./leadership.ts";
import type { Servers } from "./servers.ts";

/** Orders looked up at once. */
const pageMax = 50;
/** Between two orders: at most twenty a second leave the log. */
const pauseMs = 50;
const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Takes orders that ended long ago out of the log. Of the nodes that keep the databases one does it, the first in rank;
 * two that both believe so for a moment do the same thing twice, which changes nothing.
 */
export function startArchiver(config: NodeConfig, servers: Servers, actors: Actors, log: Log): () => Promise<void> {
  if (!config.BEZEL_ROLES.includes("projections")) return async () => {};
  const stopping = new AbortController();
  const { signal } = stopping;
  const { nats, names, pools, livingLog, aggregateArchive } = servers;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
  const isOurs = () => firstFor(actors.nodes(), "projections", "archiver") === config.BEZEL_NODE_ID;
  const before = () => new Date(Date.now() - config.BEZEL_ARCHIVE_AFTER_DAYS * dayMs).toISOString();
  const round = () =>
    archiveRound<Ended>({
      find: findAggregate,
      log: livingLog,
      purge: natsPurge(nats, names),
      archive: aggregateArchive,
      copyOf: (id) =>
        commitsOf(pools.archive, id).catch((error: unknown) => {
          throw new ArchiveUnavailable(String(error), { cause: error });
        }),
      mayBeArchived: (id) => mayBeArchived(id, Date.now()),
      due: (after) => endedBefore(pools.archive, { before: before(), after, limit: pageMax }),
      note: (id) => noteArchived(pools.archive, id),
      goesOn: () => !signal.aborted && isOurs(),
      pause: () => pause(pauseMs),
      report: (aggregate, why) => log.warn({ aggregate, err: why }, "an order that has ended stays in the log"),
    });
  const run = async () => {
    while (!signal.aborted) {
      const archived = isOurs() ? await round().catch((err: unknown) => void log.warn({ err }, "archival waits")) : 0;
      if (archived) log.info({ archived }, "orders that ended long ago have left the log");
      await pause(config.BEZEL_ARCHIVE_EVERY_S * 1_000);
    }
  };
  const done = run();
  return async () => {
    stopping.abort();
    await done;
  };
}

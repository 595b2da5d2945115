import type { ActorMessage, CommandMessage, Reply } from "#contracts/command/message.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { OrderCommand } from "#contracts/order/commands.ts";
import { findAggregate, mayBeArchived, mayCreate } from "../aggregates.ts";
import { memoryAggregateArchive } from "../memory/aggregate-archive.ts";
import { memoryEventLog } from "../memory/event-log.ts";
import { opening, reason } from "../order/builders.ts";
import { ActorHost } from "../runtime/activation/host.ts";
import { ArchiveUnavailable } from "../runtime/archive/aggregate-archive.ts";
import { archivedLog } from "../runtime/archive/archived-log.ts";
import type { ArchiverDeps } from "../runtime/archive/archiver.ts";

export const may = Date.parse("2026-05-05T08:00:00Z");
export const september = Date.parse("2026-09-05T08:00:00Z");

export const create: OrderCommand = { type: "StartOrder", ...opening };
export const cancel: OrderCommand = { type: "CancelOrder", reason };

/** A log with an archive, actors on it and a clock that is set by hand. */
export function archivedActors(clock = { now: may }) {
  const log = memoryEventLog({ mayCreate: (id) => mayCreate(id, clock.now) });
  const archive = memoryAggregateArchive();
  const old = (id: string) => mayBeArchived(id, clock.now);
  const door = { isOpen: true };
  const load = async (id: string) => {
    if (!door.isOpen) throw new ArchiveUnavailable("the store is away");
    return archive.load(id);
  };
  const both = archivedLog(log, {
    archive: { ...archive, load },
    mayCreate: (id) => mayCreate(id, clock.now),
    mayBeArchived: old,
    streamOf: () => 2,
  });
  const reports: unknown[] = [];
  const freshHost = () =>
    new ActorHost(findAggregate, {
      log: both,
      isFull: () => false,
      pause: async () => {},
      now: () => clock.now,
      report: (error) => reports.push(error),
    });
  /** Asks an activation that has nothing in memory. */
  const ask = (message: ActorMessage): Promise<Reply> => freshHost().send(message);
  const copyOf = async (id: string): Promise<StoredCommit[]> => log.entries.filter(({ aggregate }) => aggregate === id);
  const deps: ArchiverDeps = { find: findAggregate, log, purge: log.purge, archive, copyOf, mayBeArchived: old };
  return { clock, log, archive, both, door, reports, ask, freshHost, deps };
}

export const command = (aggregate: string, what: OrderCommand, id: string): CommandMessage => ({
  kind: "command",
  aggregate,
  command: what,
  id,
  fingerprint: what.type,
  by: "sys_test",
  at: "2026-05-05T08:00:00.000Z",
  deadline: Number.MAX_SAFE_INTEGER,
});

export const read = (aggregate: string): ActorMessage => ({
  kind: "read",
  aggregate,
  deadline: Number.MAX_SAFE_INTEGER,
});

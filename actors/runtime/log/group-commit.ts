import type { Pause } from "./append.ts";
import type { BatchLog } from "./batch-log.ts";
import { CommitLane } from "./commit-lane.ts";
import type { EventLog } from "./event-log.ts";

/** JetStream holds this many open batches of one stream, of all nodes together. */
const openBatchesMax = 50;
/** More in flight would only split what one batch can carry. */
const batchesOfNodeMax = 2;
/** Commits waiting in memory; beyond this, more work is refused before it is begun. */
const waitingBytesMax = 64 * 1024 * 1024;

export interface GroupCommitOptions {
  /** Live nodes that may append: they share the batches the log can hold open. */
  readonly nodes: () => number;
  readonly pause: Pause;
  /** Calls back when everything that is happening now has been done. */
  readonly soon?: (work: () => void) => void;
}

export interface GroupCommit extends EventLog {
  /** Commits that wait for their turn. */
  readonly waiting: () => number;
  /** Whether so much waits that no more work should be begun. */
  readonly isFull: () => boolean;
}

/** This node's share of the batches that may be open at once; at least one, or it could write nothing under load. */
export const batchesOfNode = (nodes: number): number =>
  Math.max(1, Math.min(batchesOfNodeMax, Math.floor(openBatchesMax / Math.max(1, nodes))));

/**
 * Group commit: under load, appends of many aggregates share one atomic batch and so one fsync; when little is
 * waiting they go singly, and so do those that say their expectation may be stale. The promise of EventLog stays what
 * it is.
 */
export function groupCommit(log: BatchLog, { nodes, pause, soon = queueMicrotask }: GroupCommitOptions): GroupCommit {
  const lanes = new Map<number, CommitLane>();
  const batchesMax = () => batchesOfNode(nodes());
  const laneOf = (id: string): CommitLane => {
    const stream = log.streamOf(id);
    const lane = lanes.get(stream) ?? new CommitLane({ log, batchesMax, pause, soon });
    lanes.set(stream, lane);
    return lane;
  };
  const sum = (of: (lane: CommitLane) => number) => lanes.values().reduce((total, lane) => total + of(lane), 0);
  return {
    head: (id) => log.head(id),
    load: (id, after) => log.load(id, after),
    append: async (id, commit, options = {}) => {
      const bytes = log.encode(id, commit, options);
      const { maybeStale = false } = options;
      return new Promise((resolve, reject) => laneOf(id).add({ id, commit, bytes, resolve, reject }, maybeStale));
    },
    waiting: () => sum(({ depth }) => depth),
    isFull: () => sum(({ bytes }) => bytes) > waitingBytesMax,
  };
}

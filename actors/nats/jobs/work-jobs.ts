import { type Lane, lanes } from "#contracts/pricing/job.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Nats } from "../connection.ts";
import { pause } from "../processes/follow.ts";
import { keepUp } from "../sessions.ts";
import { type JobWork, usualAckWaitMs, workJob } from "./hold.ts";
import { dropLaneConsumers, type Shard, ShardQueues, shardKey } from "./shard-queue.ts";

/** Jobs one node works on at once, by lane: large ones are few because each takes much. */
const concurrency: Record<Lane, number> = { small: 8, large: 1, examination: 2 };
/** Between two looks at what waits unseen: jobs to be tried again, of nodes that are gone, of owners that are busy. */
const lookEveryMs = 1_000;

export interface JobWorker extends JobWork {
  /** Whether this node ranks first for a shard; it may change at any time, and two nodes may both think so. */
  readonly isMine: (shard: Shard) => boolean;
}

/** The jobs of one lane that this node has in hand, and where the next may be. */
class LaneWorker {
  private readonly running = new Set<Promise<void>>();
  private readonly hints = new Map<string, Shard>();
  private isTaking = false;

  constructor(
    private readonly lane: Lane,
    private readonly queues: ShardQueues,
    private readonly worker: JobWorker,
    private readonly signal: AbortSignal,
  ) {}

  get isIdle(): boolean {
    return this.hints.size === 0 && this.running.size === 0;
  }

  hint(shard: Shard): void {
    this.hints.set(shardKey(shard), shard);
    void this.takeMore();
  }

  async finished(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /** Only as many as can be begun at once are taken: a job that waits here could be worked on elsewhere. */
  private async takeMore(): Promise<void> {
    if (this.isTaking) return;
    this.isTaking = true;
    try {
      while (!this.signal.aborted && this.running.size < concurrency[this.lane]) {
        const [next] = this.hints;
        if (!next) return;
        await this.takeFrom(...next);
      }
    } catch (error) {
      if (!this.signal.aborted) this.worker.report(error);
    } finally {
      this.isTaking = false;
    }
  }

  private async takeFrom(key: string, shard: Shard): Promise<void> {
    this.hints.delete(key);
    const message = await this.queues.take(shard);
    if (!message) return;
    // There may be more, after the other shards had their turn.
    this.hints.set(key, shard);
    const done = workJob(message, this.worker).finally(() => {
      this.running.delete(done);
      void this.takeMore();
    });
    this.running.add(done);
  }
}

/**
 * Works jobs until stopped; a stopped worker finishes what it holds. A node takes the jobs of the shards it ranks first
 * for as they come. Of the others' it takes, after a while, what is left to it when it has nothing to do itself.
 */
export function workJobs(nats: Nats, names: Names, worker: JobWorker) {
  const leaving = new AbortController();
  const queues = new ShardQueues(nats, names, worker.ackWaitMs ?? usualAckWaitMs);
  const { signal } = leaving;
  const workers = new Map(lanes.map((lane) => [lane, new LaneWorker(lane, queues, worker, signal)]));
  /** What was there at the last look. */
  let before = new Set<string>();
  const look = async () => {
    const waiting = await queues.waiting();
    for (const shard of waiting) {
      const lane = workers.get(shard.lane)!;
      // What is still there after a while its owner has no hands for, or its node is gone.
      if (worker.isMine(shard) || (lane.isIdle && before.has(shardKey(shard)))) lane.hint(shard);
    }
    before = new Set(waiting.map(shardKey));
  };
  const session = async (ended: AbortSignal) => {
    await dropLaneConsumers(nats, names);
    queues.watch((shard) => {
      if (worker.isMine(shard)) workers.get(shard.lane)!.hint(shard);
    }, ended);
    while (!ended.aborted) {
      await look();
      await pause(lookEveryMs, ended);
    }
  };
  const working = keepUp({ nats, signal, report: worker.report }, session);
  return async () => {
    leaving.abort();
    await working;
    await Promise.all(Array.from(workers.values(), (lane) => lane.finished()));
  };
}

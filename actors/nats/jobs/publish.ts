import { type Job, jobId, type Lane, shardOf } from "#contracts/pricing/job.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Nats } from "../connection.ts";

/** Puts a job on its lane, in the shard of `hash`; the same job put twice within two minutes is one. */
export function jobPublisher({ js }: Nats, names: Names) {
  return async (job: Job, lane: Lane, hash: string): Promise<void> => {
    const subject = names.job(lane, shardOf(hash), hash);
    await js.publish(subject, JSON.stringify(job), { msgID: jobId(job), timeout: 2_000 });
  };
}

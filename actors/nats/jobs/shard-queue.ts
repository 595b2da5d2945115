import { AckPolicy, JetStreamApiError } from "@nats-io/jetstream";
import { type Lane, lanes, shardCount } from "#contracts/pricing/job.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { jetStreamTimeoutMs, type Nats } from "../connection.ts";
import { durableConsumer } from "../sessions.ts";
import { Delivery } from "./delivery.ts";

const nanos = 1_000_000;
const [noMessages, requestTimeout] = [404, 408];
const consumerNotFound = 10014;

/** One shard of one lane. */
export interface Shard {
  readonly lane: Lane;
  readonly shard: number;
}
export const shardKey = ({ lane, shard }: Shard): string => `${lane}-${shard}`;
const allShards: readonly Shard[] = lanes.flatMap((lane) =>
  Array.from({ length: shardCount }, (_, shard) => ({ lane, shard })),
);
const byKey = new Map(allShards.map((shard) => [shardKey(shard), shard]));

function keyOfSubject(subject: string): string {
  const [shard, lane] = subject.split(".").toReversed().slice(1);
  return `${lane}-${shard}`;
}

/** The shards of the work queue: each a consumer, made when its first job shows. */
export class ShardQueues {
  private readonly known = new Set<string>();

  constructor(
    private readonly nats: Nats,
    private readonly names: Names,
    private readonly ackWaitMs: number,
  ) {}

  /** The next job of a shard, if there is one just now. */
  async take(shard: Shard): Promise<Delivery | undefined> {
    const name = await this.ensure(shard);
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${this.names.jobStream}.${name}`;
    const answer = await this.nats.nc.request(subject, JSON.stringify({ batch: 1, no_wait: true }), {
      timeout: jetStreamTimeoutMs,
      // A job comes under its own subject, by which shared inboxes would not know it.
      noMux: true,
    });
    const code = answer.headers?.code ?? 0;
    if (code === noMessages || code === requestTimeout) return undefined;
    if (code !== 0) throw new Error(`the job queue says ${code} ${answer.headers?.description ?? ""}`);
    return new Delivery(answer);
  }

  /** Calls `seen` for each job as it is put on the queue, until `signal` aborts. Only a hint: jobs may come unseen. */
  watch(seen: (shard: Shard) => void, signal: AbortSignal): void {
    const subscription = this.nats.nc.subscribe(this.names.allJobs, {
      callback: (error, { subject }) => {
        const found = byKey.get(keyOfSubject(subject));
        if (!error && found) seen(found);
      },
    });
    signal.addEventListener("abort", () => subscription.unsubscribe(), { once: true });
  }

  /** Every shard with jobs in it: those nobody has, and those in somebody's hands or waiting to be tried again. */
  async waiting(): Promise<Shard[]> {
    const { jobStream } = this.names;
    const waiting: Shard[] = [];
    let covered = 0;
    for await (const { name, num_pending: pending, num_ack_pending: held } of this.nats.jsm.consumers.list(jobStream)) {
      const shard = byKey.get(name.replace(/^jobs-/, ""));
      if (!shard) continue;
      this.known.add(shardKey(shard));
      covered += pending + held;
      if (pending + held > 0) waiting.push(shard);
    }
    const { state } = await this.nats.jsm.streams.info(jobStream);
    return state.messages > covered ? [...waiting, ...(await this.uncovered())] : waiting;
  }

  /** Shards whose jobs came before they had a consumer. */
  private async uncovered(): Promise<Shard[]> {
    const { jobStream, allJobs } = this.names;
    const { state } = await this.nats.jsm.streams.info(jobStream, { subjects_filter: allJobs });
    const found = new Set(Object.keys(state.subjects ?? {}).map(keyOfSubject));
    return allShards.filter((shard) => found.has(shardKey(shard)) && !this.known.has(shardKey(shard)));
  }

  private async ensure(shard: Shard): Promise<string> {
    const key = shardKey(shard);
    const name = `jobs-${key}`;
    if (this.known.has(key)) return name;
    await durableConsumer(this.nats, this.names.jobStream, {
      durable_name: name,
      filter_subject: this.names.jobsOfShard(shard.lane, shard.shard),
      ack_policy: AckPolicy.Explicit,
      ack_wait: this.ackWaitMs * nanos,
      max_ack_pending: 1_000,
    });
    this.known.add(key);
    return name;
  }
}

/** Earlier releases had one consumer a lane, whose jobs overlap with those of its shards. */
export async function dropLaneConsumers({ jsm }: Nats, names: Names): Promise<void> {
  for (const name of ["pricing-small", "pricing-large"]) {
    await jsm.consumers.delete(names.jobStream, name).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError && error.code === consumerNotFound)) throw error;
    });
  }
}

import { AckPolicy, type Consumer, type JsMsg } from "@nats-io/jetstream";
import { type Lane, lanes, PricingJob, shardOf } from "#contracts/pricing/job.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Work } from "../pricing/ports.ts";
import type { Nats } from "./connection.ts";

/** A job not acknowledged for this long goes to another worker. */
const ackWaitMs = 30_000;
const deliveriesMax = 5;
/** Jobs one node works on at once, by lane: large ones are few because each takes much. */
const concurrency: Record<Lane, number> = { small: 8, large: 1 };
const nanos = 1_000_000;

/** Puts a job on its lane; the same submission put twice within two minutes is one job. */
export function jobPublisher({ js }: Nats, names: Names) {
  return async (job: PricingJob, lane: Lane, hash: string): Promise<void> => {
    const msgID = `${job.orderId}:${job.submission}`;
    await js.publish(names.job(lane, shardOf(hash), job.orderId), JSON.stringify(job), { msgID, timeout: 2_000 });
  };
}

async function laneConsumer({ js, jsm }: Nats, names: Names, lane: Lane): Promise<Consumer> {
  const durable = `pricing-${lane}`;
  await jsm.consumers.add(names.jobStream, {
    durable_name: durable,
    filter_subject: names.jobsOfLane(lane),
    ack_policy: AckPolicy.Explicit,
    ack_wait: ackWaitMs * nanos,
    max_deliver: deliveriesMax,
    max_ack_pending: 1_000,
  });
  return js.consumers.get(names.jobStream, durable);
}

async function handle(message: JsMsg, work: Work, report: (error: unknown) => void): Promise<void> {
  const job = PricingJob.safeParse(message.json());
  if (!job.success) {
    report(job.error);
    return message.term("not a pricing job");
  }
  const deliveries = message.info.deliveryCount;
  try {
    await work({ job: job.data, isLastTry: deliveries >= deliveriesMax, stillWorking: () => message.working() });
    message.ack();
  } catch (error) {
    report(error);
    message.nak(200 * 2 ** deliveries);
  }
}

/** Works one lane's jobs, at most so many at once; gives what stops it after what it holds is done. */
async function workLane(consumer: Consumer, atOnce: number, work: Work, report: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  const messages = await consumer.consume({ max_messages: atOnce, expires: 4_000 });
  const loop = async () => {
    for await (const message of messages) {
      const done = handle(message, work, report).finally(() => running.delete(done));
      running.add(done);
      if (running.size >= atOnce) await Promise.race(running);
    }
  };
  void loop().catch(report);
  return async () => {
    messages.stop();
    await Promise.allSettled(running);
  };
}

/** Works jobs of every lane until stopped; a stopped worker finishes what it holds. */
export async function workJobs(nats: Nats, names: Names, work: Work, report: (error: unknown) => void) {
  const stops = await Promise.all(
    lanes.map(async (lane) => workLane(await laneConsumer(nats, names, lane), concurrency[lane], work, report)),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

import { AckPolicy, type Consumer, type JsMsg } from "@nats-io/jetstream";
import { type Lane, lanes, PricingJob, shardOf, targetOf } from "#contracts/pricing/job.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Work } from "../pricing/ports.ts";
import type { Nats } from "./connection.ts";
import { durableConsumer, keepUp, pullMs } from "./sessions.ts";

/** A job whose node died goes to another one after this. */
const ackWaitMs = 5_000;
/** So does a job whose work says nothing for this long: it hangs. */
const silenceMaxMs = 30_000;
/** From this delivery on, the work is told that it is the last try. The queue itself gives no job up. */
const triesMax = 5;
const retryMaxMs = 30_000;
/** Jobs one node works on at once, by lane: large ones are few because each takes much. */
const concurrency: Record<Lane, number> = { small: 8, large: 1 };
const nanos = 1_000_000;

/** Puts a job on its lane; the same submission put twice within two minutes is one job. */
export function jobPublisher({ js }: Nats, names: Names) {
  return async (job: PricingJob, lane: Lane, hash: string): Promise<void> => {
    const target = targetOf(job);
    const msgID = `${target}:${job.submission}`;
    await js.publish(names.job(lane, shardOf(hash), target), JSON.stringify(job), { msgID, timeout: 2_000 });
  };
}

const laneConsumer = (nats: Nats, names: Names, lane: Lane): Promise<Consumer> =>
  durableConsumer(nats, names.jobStream, {
    durable_name: `pricing-${lane}`,
    filter_subject: names.jobsOfLane(lane),
    ack_policy: AckPolicy.Explicit,
    ack_wait: ackWaitMs * nanos,
    max_ack_pending: 1_000,
  });

/** Keeps the queue from giving the job to others while its work says that it goes on. */
function hold(message: JsMsg) {
  let heardAt = performance.now();
  const beat = setInterval(() => {
    if (performance.now() - heardAt < silenceMaxMs) message.working();
  }, ackWaitMs / 4);
  return {
    stillWorking: () => {
      heardAt = performance.now();
    },
    release: () => clearInterval(beat),
  };
}

async function handle(message: JsMsg, work: Work, report: (error: unknown) => void): Promise<void> {
  const job = PricingJob.safeParse(message.json());
  if (!job.success) {
    report(job.error);
    return message.term("not a pricing job");
  }
  const tries = message.info.deliveryCount;
  const { stillWorking, release } = hold(message);
  try {
    await work({ job: job.data, isLastTry: tries >= triesMax, stillWorking });
    message.ack();
  } catch (error) {
    report(error);
    message.nak(Math.min(200 * 2 ** tries, retryMaxMs));
  } finally {
    release();
  }
}

/** The next jobs, at most `max`; none when there are none for a while, or `signal` aborts. */
async function* fetchJobs(consumer: Consumer, max: number, signal: AbortSignal): AsyncGenerator<JsMsg> {
  const messages = await consumer.fetch({ max_messages: max, expires: pullMs });
  const stop = () => messages.stop();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* messages;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Works jobs of every lane until stopped; a stopped worker finishes what it holds. */
export function workJobs(nats: Nats, names: Names, work: Work, report: (error: unknown) => void) {
  const leaving = new AbortController();
  const workLane = async (lane: Lane, running: Set<Promise<void>>, signal: AbortSignal) => {
    const consumer = await laneConsumer(nats, names, lane);
    while (!signal.aborted) {
      if (running.size >= concurrency[lane]) await Promise.race(running);
      // Only as many as can be begun at once are taken: a job that waits here could be worked on elsewhere.
      for await (const message of fetchJobs(consumer, concurrency[lane] - running.size, signal)) {
        const done = handle(message, work, report).finally(() => running.delete(done));
        running.add(done);
      }
    }
  };
  const working = lanes.map(async (lane) => {
    const running = new Set<Promise<void>>();
    await keepUp({ nats, signal: leaving.signal, report }, (signal) => workLane(lane, running, signal));
    await Promise.allSettled(running);
  });
  return async () => {
    leaving.abort();
    await Promise.all(working);
  };
}

import { Job } from "#contracts/pricing/job.ts";
import type { Work } from "../../pricing/ports.ts";
import type { Delivery } from "./delivery.ts";

/** A job whose node died goes to another one after this. */
export const usualAckWaitMs = 5_000;
/** A job whose work says nothing for this long goes to another node: it hangs. */
const silenceMaxMs = 30_000;
/** From this delivery on, the work is told that it is the last try. The queue itself gives no job up. */
const triesMax = 5;
const retryMaxMs = 30_000;

export interface JobWork {
  readonly work: Work;
  readonly report: (error: unknown) => void;
  /** A job whose node died goes to another one after this. */
  readonly ackWaitMs?: number;
}

/** Keeps the queue from giving the job to others while its work says that it goes on. */
function hold(message: Delivery, ackWaitMs: number) {
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

/** Works one job and tells the queue what became of it. Never throws. */
export async function workJob(message: Delivery, { work, report, ackWaitMs = usualAckWaitMs }: JobWork): Promise<void> {
  const job = Job.safeParse(message.json());
  if (!job.success) {
    report(job.error);
    return message.term("no job that this release knows");
  }
  const { tries } = message;
  const { stillWorking, release } = hold(message, ackWaitMs);
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

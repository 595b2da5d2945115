import type { JetStreamManager } from "@nats-io/jetstream";
import { LogUnavailable } from "../../runtime/log/event-log.ts";

export interface RawMessage {
  readonly subject: string;
  readonly seq: number;
  readonly data: Uint8Array;
}

/** A permission error never answers, so every read has a deadline. */
const timeoutMs = 2_000;

/** Direct get ends with status 404 when there is nothing (more); a missing stream gives no responders instead. */
const isEndOfData = (error: Error): boolean => "code" in error && error.code === 404;

/**
 * At most `max` messages of a stream on one subject (wildcards allowed) from sequence `from` on, without a consumer.
 * May be answered by a replica that lags. Throws LogUnavailable.
 */
export function directBatch(jsm: JetStreamManager, stream: string, subject: string, from: number, max: number) {
  const found: RawMessage[] = [];
  return new Promise<RawMessage[]>((resolve, reject) => {
    const fail = (why: string) => reject(new LogUnavailable(`${stream} ${subject}: ${why}`));
    const timer = setTimeout(() => fail("reading took too long"), timeoutMs);
    const settle = (error?: Error) => {
      clearTimeout(timer);
      if (error && !isEndOfData(error)) fail(error.message);
      else resolve(found);
    };
    jsm.direct
      .getBatch(stream, {
        seq: from,
        next_by_subj: subject,
        batch: max,
        // The iterator form of this call leaks a subscription each time. At the end `message` is an empty object.
        callback: (done, message) => {
          if (done) settle(done.err);
          else found.push({ subject: message.subject, seq: message.seq, data: message.data });
        },
      })
      .catch(settle);
  });
}

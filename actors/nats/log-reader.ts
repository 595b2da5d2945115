import { type ConsumerMessages, DeliverPolicy } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { StreamPosition } from "#contracts/log/position.ts";
import { LogGap, type LogPage, type LogReader } from "#contracts/log/reader.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { decodeCommit } from "../runtime/commit-codec.ts";
import type { Nats } from "./connection.ts";
import { directBatch, type RawMessage } from "./direct-batch.ts";

const batchMax = 500;
/** A server that dies takes its consumers along without a word: silence beyond this means starting anew. */
const heartbeatMs = 1_000;
const restartPauseMs = 200;

/** Ends the iteration when the hosting server has fallen silent, so that a new consumer is made elsewhere. */
async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const status of messages.status()) {
    if (status.type === "heartbeats_missed" || status.type === "consumer_not_found") messages.stop();
  }
}

/** The whole log for whoever must see all of it; one ordered consumer a stream and reader. */
export function natsLogReader({ js, jsm }: Nats, names: Names): LogReader & { readonly page: LogPage } {
  const toCommit = (stream: number, message: RawMessage): StoredCommit => ({
    aggregate: names.aggregateOf(message.subject),
    stream,
    seq: message.seq,
    commit: decodeCommit(message.data),
  });

  async function* session(stream: number, after: number, signal: AbortSignal): AsyncGenerator<StoredCommit[]> {
    const consumer = await js.consumers.get(names.logStream(stream), {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    });
    const messages = await consumer.consume({
      max_messages: batchMax * 2,
      expires: 4_000,
      idle_heartbeat: heartbeatMs,
    });
    const stop = () => messages.stop();
    signal.addEventListener("abort", stop, { once: true });
    // An abort that came while the consumer was being made is told to nobody any more.
    if (signal.aborted) stop();
    void stopWhenSilent(messages);
    try {
      let batch: StoredCommit[] = [];
      for await (const message of messages) {
        batch.push(toCommit(stream, message));
        // What has arrived together is handed on together; nothing waits for a batch to fill.
        if (batch.length < batchMax && messages.getPending() > 0) continue;
        yield batch;
        batch = [];
      }
    } finally {
      signal.removeEventListener("abort", stop);
      messages.stop();
    }
  }

  async function* read(stream: number, after: number, signal: AbortSignal): AsyncGenerator<StoredCommit[]> {
    let last = after;
    while (!signal.aborted) {
      try {
        for await (const batch of session(stream, last, signal)) {
          last = follows(last, stream, batch);
          yield batch;
        }
      } catch (error) {
        if (error instanceof LogGap) throw error; // Anything else is the wire, which comes back.
      }
      if (!signal.aborted) await Bun.sleep(restartPauseMs);
    }
  }

  const page: LogPage = async (stream, after, max) => {
    const messages = await directBatch(jsm, names.logStream(stream), names.allEvents, after + 1, max);
    return messages.map((message) => toCommit(stream, message));
  };

  async function end(stream: number): Promise<StreamPosition> {
    const { created, state } = await jsm.streams.info(names.logStream(stream));
    return { incarnation: String(created), seq: state.last_seq };
  }

  return { streamCount: names.streamCount, end, read, page };
}

/** The last sequence of a batch that follows `last` without a hole. Throws LogGap. */
function follows(last: number, stream: number, batch: readonly StoredCommit[]): number {
  let expected = last + 1;
  for (const { seq } of batch) {
    if (seq !== expected) throw new LogGap(`log stream ${stream}: expected sequence ${expected}, found ${seq}`);
    expected += 1;
  }
  return expected - 1;
}

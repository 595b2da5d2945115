import { DeliverPolicy } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { StreamPosition } from "#contracts/log/position.ts";
import { LogGap, type LogPage, type LogReader } from "#contracts/log/reader.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { decodeCommit } from "../runtime/commit-codec.ts";
import type { Nats } from "./connection.ts";
import { directBatch, type RawMessage } from "./direct-batch.ts";
import { gather } from "./gather.ts";
import { consume, restartPauseMs } from "./sessions.ts";

const batchMax = 500;

/** The whole log for whoever must see all of it; one ordered consumer a stream and reader. */
export function natsLogReader(nats: Nats, names: Names): LogReader & { readonly page: LogPage } {
  const { js, jsm } = nats;
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
    const messages = await consume(consumer, batchMax * 2, signal);
    try {
      for await (const batch of gather(messages, batchMax)) yield batch.map((message) => toCommit(stream, message));
    } finally {
      messages.stop();
    }
  }

  async function* read(stream: number, after: number, signal: AbortSignal): AsyncGenerator<StoredCommit[]> {
    let last = after;
    while (!signal.aborted) {
      try {
        for await (const batch of session(stream, last, AbortSignal.any([signal, nats.connection()]))) {
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

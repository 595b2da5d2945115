import { DeliverPolicy, type MsgRequest } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { StreamPosition } from "#contracts/log/position.ts";
import { type LogArchive, LogGap, type LogPage, type LogReader } from "#contracts/log/reader.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { decodeCommit } from "../../runtime/log/commit-codec.ts";
import type { Nats } from "../connection.ts";
import { orQuiet } from "../quiet.ts";
import { consume, restartPauseMs } from "../sessions.ts";
import { directBatch, type RawMessage } from "./direct-batch.ts";
import { gather } from "./gather.ts";
import { fromArchive, withoutHoles } from "./holes.ts";

const batchMax = 500;
/** After so long without a commit a reader looks whether the last ones were purged before it came to them. */
const quietAfter = { firstMs: 500, thenMs: 5_000 };

/** Where nothing is ever archived, every hole is damage. */
const noArchive: LogArchive = async () => [];

/** The whole log for whoever must see all of it; one ordered consumer a stream and reader. */
export function natsLogReader(
  nats: Nats,
  names: Names,
  archive: LogArchive = noArchive,
): LogReader & { readonly page: LogPage } {
  const { js, jsm } = nats;
  const toCommit = (stream: number, message: RawMessage): StoredCommit => ({
    aggregate: names.aggregateOf(message.subject),
    stream,
    seq: message.seq,
    commit: decodeCommit(message.data),
  });

  /** Commits as they come; `quiet` at first and whenever none has come for a while. */
  async function* session(stream: number, after: number, signal: AbortSignal) {
    const consumer = await js.consumers.get(names.logStream(stream), {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
    });
    const messages = await consume(consumer, batchMax * 2, signal);
    try {
      for await (const batch of orQuiet(gather(messages, batchMax), quietAfter)) {
        yield batch === "quiet" ? batch : batch.map((message) => toCommit(stream, message));
      }
    } finally {
      messages.stop();
    }
  }

  /** The last sequence up to which everything after `last` has been purged; `last` itself when nothing has. */
  async function purgedUpTo(stream: number, last: number): Promise<number> {
    const { state } = await jsm.streams.info(names.logStream(stream));
    if (state.last_seq <= last) return last;
    // Asked of the leader: a replica that lags would make a hole of what it does not have yet.
    // The client's types know this question for direct gets only; the server answers it here too.
    const following = { seq: last + 1, next_by_subj: names.allEvents } as MsgRequest;
    const next = await jsm.streams.getMessage(names.logStream(stream), following);
    return next ? next.seq - 1 : state.last_seq;
  }

  async function* read(stream: number, after: number, signal: AbortSignal): AsyncGenerator<readonly StoredCommit[]> {
    let last = after;
    while (!signal.aborted) {
      try {
        for await (const batch of session(stream, last, AbortSignal.any([signal, nats.connection()]))) {
          const whole =
            batch === "quiet"
              ? fromArchive(archive, stream, last + 1, await purgedUpTo(stream, last))
              : withoutHoles(archive, stream, last, batch);
          for await (const run of whole) {
            last = run.at(-1)?.seq ?? last;
            yield run;
          }
        }
      } catch (error) {
        if (error instanceof LogGap) throw error; // Anything else is the wire or the archive, which come back.
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

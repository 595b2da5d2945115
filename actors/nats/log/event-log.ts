import { JetStreamApiError } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { type BatchEntry, type BatchLog, TooManyBatches } from "../../runtime/log/batch-log.ts";
import { contiguous, decodeCommit, encodeCommit } from "../../runtime/log/commit-codec.ts";
import {
  type After,
  LogUnavailable,
  type MayCreate,
  OutcomeUnknown,
  VersionConflict,
} from "../../runtime/log/event-log.ts";
import type { Nats } from "../connection.ts";
import { BatchRefused, publishAtomically } from "./atomic-batch.ts";
import { directBatch } from "./direct-batch.ts";

/** JetStream's answers to an append whose expectation does not hold; the second comes without the sequence. */
const conflictCodes = new Set([10071, 10164]);
/** JetStream's answer to the end of a batch it has not got whole: above all because too many are open. Nothing is written. */
const notTaken = 10176;
/** One append's answer is awaited this long before the same bytes are sent again. */
const appendTimeoutMs = 500;
/** A batch of a thousand takes a few milliseconds; this is for a server that does not answer. */
const batchTimeoutMs = 2_000;
const loadPage = 256;
/** A former leader that was paused answers for as long as it takes it to hear of the new one, ms. */
const formerLeaderMs = 500;

const isConflict = (error: unknown): boolean => error instanceof JetStreamApiError && conflictCodes.has(error.code);
/** The event log in JetStream: one subject an aggregate, one message a commit, the subject's last sequence the lock. */
export function natsEventLog({ nc, js, jsm }: Nats, names: Names, mayCreate: MayCreate): BatchLog {
  const streamOf = (id: string) => names.logStream(names.streamOf(id));

  const unavailable = (error: unknown): never => {
    throw new LogUnavailable(String(error), { cause: error });
  };

  async function head(id: string): Promise<number> {
    try {
      // STREAM.MSG.GET is answered by the leader; direct.get may be answered by a replica that lags.
      const message = await jsm.streams.getMessage(streamOf(id), { last_by_subj: names.events(id) });
      return message?.seq ?? 0;
    } catch (error) {
      return unavailable(error);
    }
  }

  /**
   * The head, which is not before a sequence that was acknowledged: whoever says so is a former leader that wakes up,
   * and soon learns who leads, or else the log was damaged. Throws LogGap.
   */
  async function headFrom(id: string, acknowledged: number): Promise<number> {
    for (const deadline = performance.now() + formerLeaderMs; ; await Bun.sleep(formerLeaderMs / 10)) {
      const end = await head(id);
      if (end >= acknowledged) return end;
      if (performance.now() > deadline) {
        throw new LogGap(`${id}: the log ends at sequence ${end}, before ${acknowledged}`);
      }
    }
  }

  /** Commits of `id` from sequence `from` on, at most one page. */
  async function page(id: string, from: number): Promise<StoredCommit[]> {
    const messages = await directBatch(jsm, streamOf(id), names.events(id), from, loadPage);
    const stream = names.streamOf(id);
    return messages.map(({ seq, data }) => ({ aggregate: id, stream, seq, commit: decodeCommit(data) }));
  }

  /** Reads up to the leader's head, however far behind the answering replica is. */
  async function load(id: string, after: After = { version: 0 }): Promise<StoredCommit[]> {
    const from = after.seq ?? 0;
    const end = await headFrom(id, from);
    const all: StoredCommit[] = [];
    for (let stalls = 0; (all.at(-1)?.seq ?? from) < end; ) {
      const more = await page(id, (all.at(-1)?.seq ?? from) + 1);
      all.push(...more);
      if (more.length === 0 && ++stalls > 20) throw new LogUnavailable(`${id}: no replica has sequence ${end}`);
    }
    // Without a sequence the whole log was read, because nothing else tells where the version stands.
    return after.seq === undefined ? contiguous(id, all, 0).slice(after.version) : contiguous(id, all, after.version);
  }

  async function appendOne({ id, commit, bytes }: BatchEntry): Promise<number> {
    try {
      const expect = { lastSubjectSequence: commit.prev };
      const ack = await js.publish(names.events(id), bytes, { expect, timeout: appendTimeoutMs });
      return ack.seq;
    } catch (error) {
      if (isConflict(error)) throw new VersionConflict(`${id} is not at ${commit.prev}`);
      // Timeouts, no leader, a lost connection: whether it was written cannot be told from here.
      throw new OutcomeUnknown(String(error), { cause: error });
    }
  }

  async function appendAll(entries: readonly BatchEntry[]): Promise<number[]> {
    const messages = entries.map(({ id, commit, bytes }) => ({
      subject: names.events(id),
      data: bytes,
      expectedSeq: commit.prev,
    }));
    try {
      return await publishAtomically(nc, messages, batchTimeoutMs);
    } catch (error) {
      if (error instanceof BatchRefused && conflictCodes.has(error.code))
        throw new VersionConflict("a member is stale");
      if (error instanceof BatchRefused && error.code === notTaken) throw new TooManyBatches(error.message);
      throw new OutcomeUnknown(String(error), { cause: error });
    }
  }

  const encode: BatchLog["encode"] = (id, commit, options) => encodeCommit(id, commit, mayCreate, options);
  const append: BatchLog["append"] = async (id, commit, options) =>
    appendOne({ id, commit, bytes: encode(id, commit, options) });
  return { head, load, append, appendOne, appendAll, encode, streamOf: names.streamOf };
}

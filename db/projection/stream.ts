import { setTimeout as sleep } from "node:timers/promises";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { StreamPosition } from "#contracts/log/position.ts";
import type { LogReader } from "#contracts/log/reader.ts";
import { partitionOf } from "#contracts/shared/subjects.ts";
import type { Pool } from "../pool.ts";
import { isUnavailable } from "../unavailable.ts";
import { advancePosition, beginPosition, loadPosition } from "./positions.ts";
import { type Projection, ProjectionStopped } from "./projection.ts";

/** For so long a log may seem to end before what was read of it, and how often that is looked at, ms. */
const lagMs = 5_000;
const lookMs = 100;

export interface Projecting {
  readonly projection: Projection;
  /** Of the projection's own database. */
  readonly pool: Pool;
  readonly reader: LogReader;
  /** Told of commits whose rows were committed, and how long that took. */
  readonly onBatch?: (commits: readonly StoredCommit[], durationMs: number) => void;
}

export interface Stretch {
  readonly stream: number;
  /** Where the database stands. */
  readonly from: StreamPosition;
  readonly signal: AbortSignal;
  /** Where to end; without it the stream is followed for ever. */
  readonly untilSeq?: number;
  /** Told of every position, `from` too, once the log is known to be the one that was read so far. */
  readonly onPosition?: (position: StreamPosition) => void;
}

/**
 * Applies a stream's commits. Resolves with whether `untilSeq` was reached; false when the signal aborted, or when a
 * rebuild moved the position back, after which one begins again from where the database stands.
 * Throws ProjectionStopped, DatabaseUnavailable, and what the reader throws.
 */
export async function applyStream(work: Projecting, stretch: Stretch): Promise<boolean> {
  const { stream, signal, untilSeq = Number.POSITIVE_INFINITY, onPosition } = stretch;
  let position: StreamPosition | undefined = stretch.from;
  await assertSameLog(work, stream, position);
  onPosition?.(position);
  if (position.seq >= untilSeq) return true;
  for await (const batch of work.reader.read(stream, position.seq, signal)) {
    await assertSameLog(work, stream, position);
    position = await applyBatch(work, stream, position, batch);
    if (!position) return false;
    onPosition?.(position);
    if (position.seq >= untilSeq) return true;
  }
  return false;
}

/** Where the database stands in a stream; one never seen before is begun. */
export async function startingPosition({ pool, reader }: Projecting, stream: number): Promise<StreamPosition> {
  for (;;) {
    const position = await loadPosition(pool, stream);
    if (position) return position;
    const { incarnation } = await reader.end(stream);
    await beginPosition(pool, stream, incarnation);
  }
}

/**
 * The stream may have been deleted and made again, or cut: its sequences would mean something else. One that ends too
 * early is looked at for a while: a leader that has just been elected, or wakes up as a former one, lags behind replicas.
 */
async function assertSameLog({ reader }: Projecting, stream: number, position: StreamPosition): Promise<void> {
  for (const deadline = performance.now() + lagMs; ; ) {
    const end = await reader.end(stream);
    const isSame = end.incarnation === position.incarnation;
    if (isSame && end.seq >= position.seq) return;
    if (!isSame || performance.now() > deadline) {
      const [was, is] = [position, end].map(({ incarnation, seq }) => `${incarnation} at ${seq}`);
      throw new ProjectionStopped("log-replaced", `stream ${stream} was read as ${was} and ends as ${is}`);
    }
    await sleep(lookMs);
  }
}

/** The position afterwards; undefined when the database's was moved back meanwhile. */
async function applyBatch(
  work: Projecting,
  stream: number,
  from: StreamPosition,
  batch: readonly StoredCommit[],
): Promise<StreamPosition | undefined> {
  const ahead = batch.filter(({ seq }) => seq > from.seq);
  const last = ahead.at(-1);
  if (!last) return from;
  assertContiguous(stream, from, ahead);
  if (await commitRows(work, stream, from, ahead)) return { ...from, seq: last.seq };
  // Another projector was here first: its rows are as good as ours, so go on behind them.
  const now = await loadPosition(work.pool, stream);
  if (now?.incarnation !== from.incarnation || now.seq <= from.seq) return undefined;
  return applyBatch(work, stream, now, batch);
}

function assertContiguous(stream: number, from: StreamPosition, commits: readonly StoredCommit[]): void {
  let expected = from.seq + 1;
  for (const { seq } of commits) {
    if (seq !== expected) throw new ProjectionStopped("gap", `stream ${stream}: ${seq} came instead of ${expected}`);
    expected += 1;
  }
}

const isOfStream =
  (stream: number, streamCount: number) =>
  ({ aggregate }: StoredCommit): boolean =>
    partitionOf(aggregate) % streamCount === stream;

/** Rows and position in one transaction; false, and nothing written, when the position was not at `from`. */
async function commitRows(
  { projection, pool, reader, onBatch }: Projecting,
  stream: number,
  from: StreamPosition,
  commits: readonly StoredCommit[],
): Promise<boolean> {
  const startedAt = performance.now();
  const done = await pool
    .transaction(async (tx) => {
      if (!(await advancePosition(tx, projection.name, stream, from, from.seq + commits.length))) return false;
      // Where partitions have moved, a stream's past has commits of others, which stand in their own streams too.
      await projection.apply(tx, commits.filter(isOfStream(stream, reader.streamCount)));
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof ProjectionStopped || isUnavailable(error)) throw error;
      const which = `sequences ${from.seq + 1} to ${from.seq + commits.length} of stream ${stream}`;
      throw new ProjectionStopped("failed", `${which} cannot be applied: ${String(error)}`, { cause: error });
    });
  if (done) onBatch?.(commits, performance.now() - startedAt);
  return done;
}

import type { Names } from "#contracts/shared/subjects.ts";
import { partitionsOf } from "#contracts/shared/subjects.ts";
import type { Nats } from "../connection.ts";
import { directBatch, type RawMessage } from "../log/direct-batch.ts";
import { logStream, unlessMissing } from "../topology.ts";

/** From which streams to which: names of the same installation before and after. */
export interface Move {
  readonly nats: Nats;
  readonly from: Names;
  readonly to: Names;
  readonly replicas: number;
}

/** The copy of a partition is not what its origin holds; nothing has been removed. */
export class CopyDiffers extends Error {
  override readonly name = "CopyDiffers";
}

const pageMax = 500;
const lookMs = 50;
const patienceMs = 60 * 60 * 1_000;

/** The streams that come into being, each with the one its partitions lie in until then. */
export const newStreams = ({ from, to }: Move) =>
  Array.from({ length: to.streamCount - from.streamCount }, (_, i) => {
    const stream = from.streamCount + i;
    return { stream, origin: stream % from.streamCount };
  });

const infoOf = ({ nats }: Move, name: string) => unlessMissing(nats.jsm.streams.info(name));

/** Whether a stream is there and takes commits itself, because an earlier run has come that far. */
export const isPromoted = async (move: Move, stream: number): Promise<boolean> => {
  const info = await infoOf(move, move.to.logStream(stream));
  return info !== undefined && info.config.mirror === undefined;
};

/**
 * Copies partitions as mirrors of the streams they lie in, which keep every message under its sequence. Resolves when
 * each copy has been compared with its origin, message by message. Throws CopyDiffers.
 */
export async function copyPartitions(move: Move): Promise<void> {
  for (const { stream, origin } of newStreams(move)) {
    if (await isPromoted(move, stream)) continue;
    await beginMirror(move, stream, origin);
    await untilCopied(move, stream, origin);
    await assertCopied(move, stream, origin);
  }
}

async function beginMirror(move: Move, stream: number, origin: number): Promise<void> {
  const { nats, from, to, replicas } = move;
  if (await infoOf(move, to.logStream(stream))) return;
  const { subjects, allow_atomic: _, duplicate_window: __, ...settings } = logStream(to, stream, replicas);
  // A filter is spelled as a change of subject that changes nothing.
  const same = subjects.map((src) => ({ src, dest: src.replace("*", "{{wildcard(1)}}") }));
  const mirror = { name: from.logStream(origin), subject_transforms: same };
  await nats.jsm.streams.add({ ...settings, mirror });
}

/** The last sequence of a stream's messages on one of the subjects; 0 when it has none. */
async function lastOf({ nats }: Move, name: string, subjects: readonly string[]): Promise<number> {
  const last = subjects.map((subject) => nats.jsm.streams.getMessage(name, { last_by_subj: subject }));
  return Math.max(0, ...(await Promise.all(last)).map((message) => message?.seq ?? 0));
}

async function untilCopied(move: Move, stream: number, origin: number): Promise<void> {
  const { from, to } = move;
  const end = await lastOf(
    move,
    from.logStream(origin),
    partitionsOf(stream, to.streamCount).map(to.eventsOfPartition),
  );
  for (const deadline = performance.now() + patienceMs; ; ) {
    const info = await infoOf(move, to.logStream(stream));
    if ((info?.state.last_seq ?? 0) >= end) return;
    if (performance.now() > deadline) throw new CopyDiffers(`${to.logStream(stream)} does not reach sequence ${end}`);
    await Bun.sleep(lookMs);
  }
}

/** Every message of the moved partitions that the origin holds is in the copy too: same sequence, subject and bytes. */
export async function assertCopied(move: Move, stream: number, origin: number): Promise<void> {
  const { from, to } = move;
  for (const subject of partitionsOf(stream, to.streamCount).map(to.eventsOfPartition)) {
    for (let seq = 0; ; ) {
      const page = await read(move, from.logStream(origin), subject, seq + 1);
      const last = page.at(-1)?.seq;
      if (last === undefined) break;
      const copies = new Map(
        (await readUpTo(move, to.logStream(stream), subject, seq + 1, last)).map((m) => [m.seq, m]),
      );
      const differs = page.find((message) => !isCopy(message, copies.get(message.seq)));
      if (differs) throw new CopyDiffers(`${to.logStream(stream)} lacks sequence ${differs.seq}, ${differs.subject}`);
      seq = last;
    }
  }
}

const read = ({ nats }: Move, name: string, subject: string, from: number): Promise<RawMessage[]> =>
  directBatch(nats.jsm, name, subject, from, pageMax);

async function readUpTo(move: Move, name: string, subject: string, from: number, to: number): Promise<RawMessage[]> {
  const found: RawMessage[] = [];
  for (let next = from; next <= to; ) {
    const page = await read(move, name, subject, next);
    found.push(...page);
    next = (page.at(-1)?.seq ?? to) + 1;
  }
  return found;
}

const isCopy = (message: RawMessage, copy: RawMessage | undefined): boolean =>
  copy !== undefined && copy.subject === message.subject && Buffer.compare(message.data, copy.data) === 0;

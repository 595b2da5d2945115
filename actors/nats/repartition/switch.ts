import { DeliverPolicy } from "@nats-io/jetstream";
import { partitionsOf } from "#contracts/shared/subjects.ts";
import { logStream } from "../topology.ts";
import { assertCopied, isPromoted, type Move, newStreams } from "./copy.ts";

/** A stream that has come into being: up to `uptoSeq` its sequences are those of its origin. */
export interface NewStream {
  readonly stream: number;
  readonly origin: number;
  readonly incarnation: string;
  readonly uptoSeq: number;
}

const answerWithinMs = 10_000;

/** Changes a stream's settings to exactly these; the client's own update keeps what is left out, a mirror too. */
async function configure({ nats }: Move, config: { readonly name: string }): Promise<void> {
  const subject = `$JS.API.STREAM.UPDATE.${config.name}`;
  const answer = await nats.nc.request(subject, JSON.stringify(config), { timeout: answerWithinMs });
  const { error } = answer.json<{ error?: { description: string } }>();
  if (error) throw new Error(`${config.name} could not be changed: ${error.description}`);
}

/**
 * Lets the copies take the commits of their partitions in place of their origins. Nobody may write meanwhile.
 * Gives what came into being. Run again, it goes on where it was stopped.
 */
export async function switchPartitions(move: Move): Promise<NewStream[]> {
  const { nats, from, to, replicas } = move;
  // A subject belongs to one stream, so that origins let go first.
  for (let origin = 0; origin < from.streamCount; origin++) {
    const { name, subjects } = logStream(to, origin, replicas);
    await nats.jsm.streams.update(name, { subjects });
  }
  const made: NewStream[] = [];
  for (const { stream, origin } of newStreams(move)) {
    const name = to.logStream(stream);
    if (!(await isPromoted(move, stream))) await configure(move, logStream(to, stream, replicas));
    const { created, state } = await nats.jsm.streams.info(name);
    made.push({ stream, origin, incarnation: String(created), uptoSeq: state.last_seq });
    await copyPlaces(move, stream, origin, state.last_seq);
  }
  return made;
}

/** Gives every process manager a place in the new stream: behind what it had acknowledged in the origin. */
async function copyPlaces({ nats, from, to }: Move, stream: number, origin: number, uptoSeq: number): Promise<void> {
  const { consumers } = nats.jsm;
  const there = new Set((await consumers.list(to.logStream(stream)).next()).map(({ name }) => name));
  for await (const { name, config, ack_floor } of consumers.list(from.logStream(origin))) {
    if (config.durable_name === undefined || there.has(name)) continue;
    // Never past the new stream's own end: what is appended there next has the sequence after it.
    const opt_start_seq = Math.min(ack_floor.stream_seq, uptoSeq) + 1;
    await consumers.add(to.logStream(stream), {
      ...config,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq,
    });
  }
}

/** Removes the moved partitions from their origins, once more compared with the copies. Throws CopyDiffers. */
export async function removeMoved(move: Move): Promise<void> {
  const { nats, from, to } = move;
  for (const { stream, origin } of newStreams(move)) {
    await assertCopied(move, stream, origin);
    for (const partition of partitionsOf(stream, to.streamCount)) {
      await nats.jsm.streams.purge(from.logStream(origin), { filter: to.eventsOfPartition(partition) });
    }
  }
}

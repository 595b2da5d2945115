import { AckPolicy, type ConsumerInfo, DeliverPolicy, type JsMsg } from "@nats-io/jetstream";
import type { Delivery, Progress } from "../../runtime/processes/delivery.ts";
import type { Nats } from "../connection.ts";
import { consume, durableConsumer } from "../sessions.ts";

/** A stream, and the durable place of a follower in it. */
export interface Place {
  /** The stream's name, and its index among the log streams. */
  readonly stream: string;
  readonly index: number;
  readonly durable: string;
  /** The messages to follow, when not all of the stream. */
  readonly filter?: string;
  readonly aggregateOf: (subject: string) => string;
}

/** Messages in hand at once, of all aggregates together. */
export const inFlightMax = 256;
/** A message nobody has said anything about for this long is delivered again. */
const ackWaitMs = 30_000;
/** Said about messages that take long, this often. */
export const stillWorkingEveryMs = 10_000;
/** How often the server is asked how far the place has come. */
const askFloorEveryMs = 1_000;
const nanos = 1_000_000;

/** Another node pulls from the same place: two views of the cluster differ. */
export class NotAlone extends Error {
  override readonly name = "NotAlone";
}

const progressOf = (incarnation: string, { ack_floor }: Pick<ConsumerInfo, "ack_floor">): Progress => ({
  incarnation,
  floor: ack_floor.stream_seq,
});

/** When the stream was made: a later one of the same name has other messages under the same sequences. */
async function incarnationOf({ jsm }: Nats, stream: string): Promise<string> {
  const { created } = await jsm.streams.info(stream);
  return Date.parse(String(created)).toString(36);
}

/**
 * Takes over a place: all that was delivered and not acknowledged comes again from the first on, in order, so that no
 * later commit of an aggregate overtakes an earlier one which a dead node still holds. Gives its messages, and how far
 * the place has come as the server last told.
 */
export async function openPlace(nats: Nats, place: Place, signal: AbortSignal) {
  const { stream, durable } = place;
  const consumer = await durableConsumer(nats, stream, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ackWaitMs * nanos,
    max_ack_pending: inFlightMax,
    ...(place.filter === undefined ? {} : { filter_subject: place.filter }),
  });
  const incarnation = await incarnationOf(nats, stream);
  let progress = progressOf(incarnation, await nats.jsm.consumers.reset(stream, durable));
  const ask = setInterval(() => {
    nats.jsm.consumers.info(stream, durable).then(
      (info) => {
        progress = progressOf(incarnation, info);
      },
      () => {}, // An older floor is true too.
    );
  }, askFloorEveryMs);
  const messages = await consume(consumer, inFlightMax, signal);
  return {
    messages: alone(messages),
    progress: () => progress,
    close: () => {
      clearInterval(ask);
      messages.stop();
    },
  };
}

/** The messages, as long as they are all there are: the server counts what it delivers since the reset. */
async function* alone(messages: AsyncIterable<JsMsg>): AsyncGenerator<JsMsg> {
  let expected = 1;
  for await (const message of messages) {
    const { deliverySequence } = message.info;
    if (deliverySequence !== expected)
      throw new NotAlone(`delivery ${expected} was another's, ${deliverySequence} came`);
    expected += 1;
    yield message;
  }
}

export const deliveryOf = ({ index, aggregateOf }: Place, { subject, seq, data }: JsMsg): Delivery => ({
  aggregate: aggregateOf(subject),
  stream: index,
  seq,
  data,
});

/** Messages of a place that have not been dealt with, those in hand included. */
export async function backlog({ jsm }: Nats, { stream, durable }: Place): Promise<number> {
  const { num_pending, num_ack_pending } = await jsm.consumers.info(stream, durable);
  return num_pending + num_ack_pending;
}

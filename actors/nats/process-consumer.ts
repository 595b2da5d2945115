import { AckPolicy, type Consumer, DeliverPolicy, type JsMsg } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { decodeCommit } from "../runtime/commit-codec.ts";
import type { Nats } from "./connection.ts";
import { consume, durableConsumer, keepUp } from "./sessions.ts";

export type React = (stored: StoredCommit) => Promise<void>;

/** Commits that a node held when it died go to another one after this. */
const ackWaitMs = 5_000;
const inFlightMax = 256;
const retryMs = 1_000;
const nanos = 1_000_000;

/** A process manager's place in one log stream, which outlives nodes; made where it is missing. */
const placeOf = (nats: Nats, stream: string, process: string): Promise<Consumer> =>
  durableConsumer(nats, stream, {
    durable_name: process,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ackWaitMs * nanos,
    max_ack_pending: inFlightMax * 4,
  });

/**
 * Follows the log as a process manager: a durable consumer of its own on every log stream, shared by all nodes.
 * A commit it cannot deal with is tried again until it can; what it sends is the same each time. Gives a function that
 * stops it and waits for what is in hand.
 */
export function followLog(nats: Nats, names: Names, process: string, react: React, report: (e: unknown) => void) {
  const leaving = new AbortController();
  const running = new Set<Promise<void>>();
  const handle = async (stream: number, message: JsMsg) => {
    try {
      const commit = decodeCommit(message.data);
      await react({ aggregate: names.aggregateOf(message.subject), stream, seq: message.seq, commit });
      message.ack();
    } catch (error) {
      report(error);
      message.nak(retryMs);
    }
  };
  const follow = async (stream: number, signal: AbortSignal) => {
    const place = await placeOf(nats, names.logStream(stream), process);
    for await (const message of await consume(place, inFlightMax, signal)) {
      const done = handle(stream, message).finally(() => running.delete(done));
      running.add(done);
      if (running.size >= inFlightMax) await Promise.race(running);
    }
  };
  const kept = { nats, signal: leaving.signal, report };
  const streams = Array.from({ length: names.streamCount }, (_, stream) => stream);
  const following = streams.map((stream) => keepUp(kept, (signal) => follow(stream, signal)));
  return async () => {
    leaving.abort();
    await Promise.all(following);
    await Promise.allSettled(running);
  };
}

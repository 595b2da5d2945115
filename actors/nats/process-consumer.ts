import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg } from "@nats-io/jetstream";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import { decodeCommit } from "../runtime/commit-codec.ts";
import type { Nats } from "./connection.ts";

export type React = (stored: StoredCommit) => Promise<void>;

const ackWaitMs = 10_000;
const inFlightMax = 256;
const retryMs = 1_000;
const nanos = 1_000_000;

/**
 * Follows the log as a process manager: a durable consumer of its own on every log stream, shared by all nodes.
 * A commit it cannot deal with is tried again until it can; what it sends is the same each time.
 */
export async function followLog(nats: Nats, names: Names, process: string, react: React, report: (e: unknown) => void) {
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
  const follow = async (stream: number, messages: ConsumerMessages) => {
    for await (const message of messages) {
      const done = handle(stream, message).finally(() => running.delete(done));
      running.add(done);
      if (running.size >= inFlightMax) await Promise.race(running);
    }
  };
  const consumers = await Promise.all(
    Array.from({ length: names.streamCount }, async (_, stream) => {
      const name = names.logStream(stream);
      await nats.jsm.consumers.add(name, {
        durable_name: process,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: ackWaitMs * nanos,
        max_ack_pending: inFlightMax * 4,
      });
      const messages = await (await nats.js.consumers.get(name, process)).consume({
        expires: 4_000,
        max_messages: inFlightMax,
      });
      void follow(stream, messages);
      return messages;
    }),
  );
  return async () => {
    for (const messages of consumers) messages.stop();
    await Promise.allSettled(running);
  };
}

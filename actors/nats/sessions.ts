import { type Consumer, type ConsumerConfig, type ConsumerMessages, JetStreamApiError } from "@nats-io/jetstream";
import type { Nats } from "./connection.ts";

/** A server that dies takes what it held for us along without a word: silence of twice this means starting anew. */
const heartbeatMs = 1_000;
/** A pull that brings nothing is renewed after this, ms. */
export const pullMs = 4_000;
/** Between one session and the next, ms. */
export const restartPauseMs = 200;

export interface KeptUp {
  readonly nats: Nats;
  /** Ends it for good. */
  readonly signal: AbortSignal;
  /** Told why a session failed; it is begun anew all the same. */
  readonly report: (error: unknown) => void;
}

/**
 * Runs `session` until `signal` aborts, anew whenever it has ended or failed: the wire comes back, and what was made
 * on a server is made again where it is gone. A session's own signal also aborts when the connection is lost, because
 * the client library would first wait for news of what is gone.
 */
export async function keepUp(
  { nats, signal, report }: KeptUp,
  session: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const ended = AbortSignal.any([signal, nats.connection()]);
    await session(ended).catch((error: unknown) => {
      if (!ended.aborted) report(error);
    });
    if (!signal.aborted) await Bun.sleep(restartPauseMs);
  }
}

/** Ends the iteration when the server is silent or has forgotten the consumer. */
async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const { type } of messages.status()) {
    if (type === "heartbeats_missed" || type === "consumer_not_found") messages.stop();
  }
}

/** A consumer's messages, at most `max` of them fetched ahead, until it falls silent or `signal` aborts. */
export async function consume(consumer: Consumer, max: number, signal: AbortSignal): Promise<ConsumerMessages> {
  const messages = await consumer.consume({ max_messages: max, expires: pullMs, idle_heartbeat: heartbeatMs });
  const stop = () => messages.stop();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  void stopWhenSilent(messages).finally(() => signal.removeEventListener("abort", stop));
  return messages;
}

const consumerExists = 10148;

/** A durable consumer of these settings: made where it is missing, brought up to them where an earlier release made it. */
export async function durableConsumer(
  { js, jsm }: Nats,
  stream: string,
  config: Partial<ConsumerConfig> & { readonly durable_name: string },
): Promise<Consumer> {
  const { durable_name: name } = config;
  await jsm.consumers.add(stream, config).catch((error: unknown) => {
    if (!(error instanceof JetStreamApiError && error.code === consumerExists)) throw error;
    // Where it began is no setting: one that came with moved partitions did not begin at the first.
    const { deliver_policy: _, ...settings } = config;
    return jsm.consumers.update(stream, name, settings);
  });
  return js.consumers.get(stream, name);
}

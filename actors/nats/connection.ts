import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

export interface NatsOptions {
  readonly servers: string;
  readonly name: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

export interface Nats {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Aborts when the connection of now is lost, and with it whatever a server held for it. */
  readonly connection: () => AbortSignal;
  readonly close: () => Promise<void>;
}

/** How long one question to JetStream may take, ms; callers retry within their own deadlines. */
export const jetStreamTimeoutMs = 1_000;

/** Follows a connection through its losses; gives the signal of the one there is now. */
function connections(nc: NatsConnection): () => AbortSignal {
  let current = new AbortController();
  const follow = async () => {
    for await (const { type } of nc.status()) {
      if (type !== "disconnect") continue;
      const lost = current;
      current = new AbortController();
      lost.abort();
    }
  };
  void follow();
  return () => current.signal;
}

/** Connects, and keeps reconnecting for ever: a node outlives its servers' restarts. Throws when there is no server now. */
export async function connectNats({ servers, name, user, password }: NatsOptions): Promise<Nats> {
  const nc = await connect({
    servers: servers.split(","),
    name,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    reconnectJitter: 100,
    // A server that falls silent is left within three seconds, as a node whose lease has ended.
    pingInterval: 1_000,
    maxPingOut: 2,
    // A server that is cut off accepts no connection and refuses none: the next in the list may answer.
    timeout: 2_000,
    // Answers to requests of an earlier connection never come; unknown outcomes are resolved by asking the log.
    ignoreAuthErrorAbort: true,
    // A stack trace for every request that might fail costs more than the request.
    noAsyncTraces: true,
  });
  const js = jetstream(nc, { timeout: jetStreamTimeoutMs });
  const jsm = await jetstreamManager(nc, { timeout: jetStreamTimeoutMs, checkAPI: false });
  const close = async () => {
    if (!nc.isClosed()) await nc.close();
  };
  return { nc, js, jsm, connection: connections(nc), close };
}

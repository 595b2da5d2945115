import { withSpan } from "#actors/client.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { LogPosition } from "#contracts/log/position.ts";
import type { LogPage, LogReader } from "#contracts/log/reader.ts";
import { heartbeatMs } from "./frame.ts";
import { ClientQueue } from "./queue.ts";

/** What can be listened to: all orders, an owner's, or one order, quote or workshop. */
export type Topic = "all" | (string & {});

export interface Listener {
  readonly queue: ClientQueue<StoredCommit>;
  readonly close: () => void;
}

/** Feeds are of orders; a quote or a workshop is listened to by its own id. */
const topicsOf = ({ aggregate, commit: { owner } }: StoredCommit): Topic[] => {
  if (/^(quo|wks)_/.test(aggregate)) return [aggregate];
  return aggregate.startsWith("ord_") ? ["all", aggregate, ...(owner ? [owner] : [])] : [];
};

/** The log is read on for so long after the last client has gone: most come back, ms. */
const lingerMs = 10_000;

/**
 * One reader of each log stream for all clients of a gateway process: commits are told apart in memory by whom they
 * concern, so a client costs a queue and no consumer. While there are no clients nothing is read: a gateway that only
 * takes orders does not pay for being told of them.
 */
export class FeedHub {
  readonly #listeners = new Map<Topic, Set<ClientQueue<StoredCommit>>>();
  #position: LogPosition = [];
  readonly #stopping = new AbortController();
  /** The reading that is under way, and when it has found where the log ends. */
  #reading: { readonly begun: Promise<void>; readonly end: AbortController } | undefined;

  constructor(
    readonly reader: LogReader,
    readonly page: LogPage,
    readonly report: (error: unknown) => void,
    readonly restAfterMs = lingerMs,
  ) {}

  /** Looks where the log ends: its incarnation is part of every position. */
  async start(): Promise<void> {
    this.#position = await Promise.all(this.#streams().map((stream) => this.reader.end(stream)));
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** How far this gateway has read; to a listener, what comes later is still to be heard. */
  position(): LogPosition {
    return this.#position.map((at) => ({ ...at }));
  }

  get clients(): number {
    return [...this.#listeners.values()].reduce((sum, queues) => sum + queues.size, 0);
  }

  /**
   * Hears of everything that is appended after this has been answered, until the signal aborts or the listener is
   * closed. Throws what finding the log's end throws.
   */
  async listen(topic: Topic, signal: AbortSignal, quietMs = heartbeatMs): Promise<Listener> {
    const queue = new ClientQueue<StoredCommit>(signal, quietMs);
    const queues = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, queues.add(queue));
    const close = () => {
      queues.delete(queue);
      if (queues.size === 0) this.#listeners.delete(topic);
      if (this.#listeners.size === 0) setTimeout(() => this.#rest(), this.restAfterMs).unref();
    };
    this.#reading ??= this.#read();
    await this.#reading.begun.catch((error: unknown) => {
      this.#reading = undefined;
      close();
      throw error;
    });
    return { queue, close };
  }

  #streams(): number[] {
    return Array.from({ length: this.reader.streamCount }, (_, stream) => stream);
  }

  /** Reads on from the log's present end. */
  #read() {
    const end = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, end.signal]);
    const begun = this.start().then(() => {
      for (const stream of this.#streams()) void this.#follow(stream, signal).catch(this.report);
    });
    return { begun, end };
  }

  #rest(): void {
    if (this.#listeners.size > 0) return;
    this.#reading?.end.abort();
    this.#reading = undefined;
  }

  async #follow(stream: number, signal: AbortSignal): Promise<void> {
    const from = this.#position[stream]?.seq ?? 0;
    for await (const batch of this.reader.read(stream, from, signal)) {
      if (signal.aborted) return; // Another reading may be under way already.
      for (const stored of batch) this.#deliver(stored);
      const last = batch.at(-1);
      const at = this.#position[stream];
      if (last && at) this.#position[stream] = { ...at, seq: last.seq };
    }
  }

  #deliver(stored: StoredCommit): void {
    if (this.#listeners.size === 0) return;
    const queues = topicsOf(stored).flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]);
    if (queues.length === 0) return;
    const parent = stored.commit.commands[0]?.trace;
    const { aggregate } = stored;
    const hand = () => {
      for (const queue of queues) queue.push(stored);
    };
    void withSpan("feed", { aggregate, clients: queues.length }, hand, { parent });
  }
}

import { withSpan } from "#actors/client.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import type { LogPosition } from "#contracts/log/position.ts";
import type { LogPage, LogReader } from "#contracts/log/reader.ts";
import { ClientQueue } from "./queue.ts";

/** What can be listened to: everything, an owner's orders, or one order. */
export type Topic = "all" | (string & {});

export interface Listener {
  readonly queue: ClientQueue<StoredCommit>;
  readonly close: () => void;
}

const isOrder = (aggregate: string) => aggregate.startsWith("ord_");

/**
 * One reader of each log stream for all clients of a gateway process: commits are told apart in memory by whom they
 * concern, so a client costs a queue and no consumer.
 */
export class FeedHub {
  readonly #listeners = new Map<Topic, Set<ClientQueue<StoredCommit>>>();
  #position: LogPosition = [];
  readonly #stopping = new AbortController();

  constructor(
    readonly reader: LogReader,
    readonly page: LogPage,
    readonly report: (error: unknown) => void,
  ) {}

  /** Begins at the log's present end. */
  async start(): Promise<void> {
    const streams = Array.from({ length: this.reader.streamCount }, (_, stream) => stream);
    this.#position = await Promise.all(streams.map((stream) => this.reader.end(stream)));
    for (const stream of streams) void this.#follow(stream).catch(this.report);
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** How far this gateway has read: what comes later is still to be heard. */
  position(): LogPosition {
    return this.#position.map((at) => ({ ...at }));
  }

  get clients(): number {
    return [...this.#listeners.values()].reduce((sum, queues) => sum + queues.size, 0);
  }

  listen(topic: Topic): Listener {
    const queue = new ClientQueue<StoredCommit>();
    const queues = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, queues.add(queue));
    const close = () => {
      queues.delete(queue);
      if (queues.size === 0) this.#listeners.delete(topic);
    };
    return { queue, close };
  }

  async #follow(stream: number): Promise<void> {
    const from = this.#position[stream]?.seq ?? 0;
    for await (const batch of this.reader.read(stream, from, this.#stopping.signal)) {
      for (const stored of batch) this.#deliver(stored);
      const last = batch.at(-1);
      const at = this.#position[stream];
      if (last && at) this.#position[stream] = { ...at, seq: last.seq };
    }
  }

  #deliver(stored: StoredCommit): void {
    if (this.#listeners.size === 0 || !isOrder(stored.aggregate)) return;
    const topics: Topic[] = ["all", stored.aggregate, ...(stored.commit.owner ? [stored.commit.owner] : [])];
    const queues = topics.flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]);
    if (queues.length === 0) return;
    const parent = stored.commit.commands[0]?.trace;
    const { aggregate } = stored;
    const hand = () => {
      for (const queue of queues) queue.push(stored);
    };
    void withSpan("feed", { aggregate, clients: queues.length }, hand, { parent });
  }
}

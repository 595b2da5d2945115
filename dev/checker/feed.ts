import { setTimeout as sleep } from "node:timers/promises";
import { type CloudEvent, cloudEvents } from "#contracts/feed/cloud-event.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { readSse } from "#dev/client/sse.ts";
import { ofOrders } from "./log.ts";

export type FeedEvent = Pick<CloudEvent, "id" | "type" | "subject" | "time">;

/** A client of a feed that follows it for as long as it takes: cut off, it resumes where it was, at any node. */
export class FeedFollower {
  readonly #leaving = new AbortController();
  readonly events: FeedEvent[] = [];
  readonly #running: Promise<void>;
  #lastEventId: string | undefined;
  connections = 0;
  resets = 0;

  constructor(
    readonly urls: readonly string[],
    readonly token: string,
  ) {
    this.#running = this.#run();
  }

  /** Ids of what came until now, by order. */
  byOrder(): Map<string, string[]> {
    const groups = Map.groupBy(this.events, ({ subject }) => subject);
    return new Map([...groups].map(([order, events]) => [order, events.map(({ id }) => id)]));
  }

  /** Whether it stands somewhere, so that nothing that happens from now on can be missed. */
  get follows(): boolean {
    return this.#lastEventId !== undefined;
  }

  async stop(): Promise<void> {
    this.#leaving.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      const url = this.urls[this.connections++ % this.urls.length] ?? "";
      await this.#follow(url).catch(() => {}); // The line was cut, or nobody listens there.
      await sleep(50, undefined, { signal }).catch(() => {});
    }
  }

  async #follow(url: string): Promise<void> {
    const from = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId };
    const options = { token: this.token, signal: this.#leaving.signal, ...from };
    for await (const { id, event, data } of readSse(`${url}/crm/v1/feed`, options)) {
      if (event === "reset") this.resets += 1;
      if (event === undefined && data !== undefined) this.#take(data);
      this.#lastEventId = id ?? this.#lastEventId;
    }
  }

  #take(data: string): void {
    const { id, type, subject, time } = JSON.parse(data) as FeedEvent;
    this.events.push({ id, type, subject, time });
  }
}

/** What a follower from the beginning must have got: every event of every order, once, in the order's order. */
export function eventIdsByOrder(commits: readonly StoredCommit[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const stored of ofOrders(commits)) {
    const events = cloudEvents(stored).map(({ id }) => id);
    ids.set(stored.aggregate, [...(ids.get(stored.aggregate) ?? []), ...events]);
  }
  return ids;
}

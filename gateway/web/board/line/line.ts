import { signal } from "@preact/signals";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { follow, type Line } from "../../client/stream/follow.ts";
import type { Frame } from "../../client/stream/parser.ts";
import { book, changed, see } from "../orders/orders.ts";
import { readSnapshot } from "../orders/snapshot.ts";
import { credential } from "../sign-in/session.ts";

/** How the feed stands. */
export const line = signal<Line>("connecting");
/** When the server was heard of last (epoch ms, to the second; 0 for never): so that nothing is drawn for every word of it. */
export const heardAt = signal(0);
/** Whether every order of the board has been read once. */
export const isWhole = signal(false);

/**
 * Keeps the book as the server has it: first the feed, whose first frame says where it begins; then the lists as of
 * that place or later; meanwhile what the feed tells of orders no page has shown yet is put aside. So nothing falls
 * between the lists and the feed, and versions tell what came by both.
 */
class Keeper {
  #reading: AbortController | undefined;
  #early: CloudEvent[] = [];

  constructor(readonly leaving: AbortSignal) {}

  take({ id, event, data }: Frame): void {
    if (id !== undefined && (event === "reset" || !this.#reading)) this.#read(id);
    if (event !== undefined || data === undefined) return;
    const told: CloudEvent = JSON.parse(data);
    if (isWhole.value || book.get(told.subject)) see(told);
    else this.#early.push(told);
  }

  #read(position: string): void {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    isWhole.value = false;
    book.clear();
    changed();
    const signal = AbortSignal.any([reading.signal, this.leaving]);
    readSnapshot(position, signal).then(
      () => {
        isWhole.value = true;
        for (const told of this.#early.splice(0)) see(told);
      },
      () => {}, // A later reading has taken its place, or the page has gone.
    );
  }
}

/** Keeps the orders of the board up to date until the signal aborts. */
export function keepUp(leaving: AbortSignal): Promise<void> {
  const keeper = new Keeper(leaving);
  return follow({
    path: "/mes/v1/feed",
    credential,
    signal: leaving,
    onFrame: (frame) => keeper.take(frame),
    onLine: (state, at) => {
      line.value = state;
      if (state === "live") heardAt.value = at - (at % 1_000);
    },
  });
}

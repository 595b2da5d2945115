import { type CloudEvent, cloudEvents, eventKey } from "#contracts/feed/cloud-event.ts";
import type { StoredCommit } from "#contracts/log/commit.ts";

/** One server-sent event; without data it only moves the client's Last-Event-ID, or keeps the line open. */
export interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
}

/** What a client is told of an event; undefined when that is nothing. */
export type Tell = (event: CloudEvent) => CloudEvent | undefined;
export const everything: Tell = (event) => event;

/** Clients reconnect after this long, ms. */
const retryMs = 1_000;
/** A line stays quiet no longer than this, ms. */
export const heartbeatMs = 15_000;

const encoder = new TextEncoder();

/** The wire form (https://html.spec.whatwg.org/multipage/server-sent-events.html). Data is one line of JSON. */
export function encodeFrame({ id, event, data }: Frame): Uint8Array {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [": quiet"] : [`data: ${JSON.stringify(data)}`]),
  ];
  return encoder.encode(`${lines.join("\n")}\n\n`);
}

export const preamble = encoder.encode(`retry: ${retryMs}\n\n`);

/** The events of a commit with their indexes, from index `from` on. */
export function indexedEvents(stored: StoredCommit, from = 0): { event: CloudEvent; index: number; isLast: boolean }[] {
  const events = cloudEvents(stored);
  return events.map((event, index) => ({ event, index, isLast: index === events.length - 1 })).slice(from);
}

/** The frame of one event of an order: resumes at exactly the next one. */
export const orderFrame = (event: CloudEvent, index: number): Frame => ({
  id: eventKey(event.version, index),
  data: event,
});

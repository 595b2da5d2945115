import { Kvm } from "@nats-io/kv";
import { connectNats } from "#actors/nats/connection.ts";
import { names } from "#contracts/shared/subjects.ts";
import { positionOf } from "#db/position.ts";
import { followers, openDatabases } from "#dev/checker/databases.ts";
import type { FeedFollower } from "#dev/checker/feed.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { type Installation, logStreams } from "./installation.ts";
import type { Run } from "./run.ts";

/** Each part must work again this soon after nats-server does, ms. */
const recoverWithinMs = 8_000;

/** Whether an order that was submitted after `since` has been priced: process manager and workers are at work. */
function priced({ events }: FeedFollower, since: string): boolean {
  const submitted = events.filter(({ type, time }) => type.includes("OrderSubmitted") && time >= since);
  const orders = new Set(submitted.map(({ subject }) => subject));
  return events.some(({ type, subject }) => type.includes("PriceCalculated") && orders.has(subject));
}

/** How many nodes hold a lease in the bucket that there is now. */
async function leases({ natsUrl, prefix }: Installation): Promise<number> {
  const nats = await connectNats({ servers: natsUrl, name: "chaos" });
  try {
    const bucket = await new Kvm(nats.js).open(names(prefix, logStreams).bucket("nodes"));
    return (await Array.fromAsync(await bucket.keys())).length;
  } finally {
    await nats.close();
  }
}

/**
 * Waits until every part of the nodes works again after an outage that ends now. Gives how long each took, ms; throws
 * when one took too long.
 */
export async function recovered(installation: Installation, { operations }: Run, feed: FeedFollower) {
  const since = new Date().toISOString();
  const began = performance.now();
  const pools = await openDatabases(installation.prefix);
  const heights = async () => {
    const positions = await Promise.all(followers.map((name) => positionOf(pools[name])));
    return positions.map((streams) => streams.reduce((sum, { seq }) => sum + seq, 0));
  };
  const before = await heights();
  const parts: Record<string, () => boolean | Promise<boolean>> = {
    writes: () => operations.some(({ kind, calledMs }) => kind === "write" && calledMs > began),
    feed: () => feed.events.some(({ time }) => time > since),
    pricing: () => priced(feed, since),
    projections: async () => (await heights()).every((height, index) => height > (before[index] ?? 0)),
    membership: async () => (await leases(installation)) === installation.nodes.length,
  };
  const waits = Object.entries(parts).map(async ([part, works]) => {
    await eventually(works, { deadlineMs: recoverWithinMs, what: `${part} after an outage` });
    return [part, Math.round(performance.now() - began)] as const;
  });
  const times = await Promise.all(waits);
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  return Object.fromEntries(times);
}

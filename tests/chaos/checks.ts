import { expect } from "bun:test";
import { caughtUp, openDatabases } from "#dev/checker/databases.ts";
import { eventIdsByOrder, type FeedFollower } from "#dev/checker/feed.ts";
import { type Operation, violations, type Write } from "#dev/checker/history.ts";
import { legalSteps } from "#dev/checker/legal-steps.ts";
import { logged, readLog, replayed, type WholeLog } from "#dev/checker/log.ts";
import { disagreements } from "#dev/checker/read-models.ts";
import { eventually } from "#dev/testing/eventually.ts";
import type { Installation } from "./installation.ts";

/** What arrives by itself after the last answer has arrived within this, ms. */
const settleWithinMs = 15_000;

/** Pricing is nobody's request: it gives each order one command, whose answer no client sees. */
const pricing = (order: string): Write => ({
  kind: "write",
  id: `price:${order}:1`,
  order,
  outcome: "unknown",
  calledMs: 0,
  returnedMs: Number.POSITIVE_INFINITY,
});

/** Everything that must hold once all orders have come where they were to come. */
export async function checkEverything(
  installation: Installation,
  orders: readonly string[],
  operations: readonly Operation[],
  feed: FeedFollower,
): Promise<void> {
  const log = await readLog(installation.logPlace);
  checkHistory(log, orders, operations);
  await checkFeed(log, feed);
  const pools = await openDatabases(installation.prefix);
  await caughtUp(pools, log.end, settleWithinMs);
  expect(log.commits.some(({ commit }) => commit.owner?.startsWith("cus_"))).toBe(true);
  expect(await disagreements(log, pools)).toEqual([]);
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
}

function checkHistory({ commits }: WholeLog, orders: readonly string[], operations: readonly Operation[]): void {
  const asked = [...operations, ...orders.map(pricing)];
  expect(violations(logged(commits), asked, legalSteps)).toEqual([]);
  expect(new Set(orders).size).toBe(orders.length);
  const folded = replayed(commits);
  expect([...folded.keys()].sort()).toEqual(orders.toSorted());
  const unpriced = [...folded].filter(([, { order }]) => order.submission > 0 && !order.price).map(([id]) => id);
  expect(unpriced).toEqual([]);
  // Operators have raced for orders, and the slower ones are not in the log.
  expect(operations.some((operation) => operation.kind === "write" && operation.outcome === "refused")).toBe(true);
}

async function checkFeed({ commits }: WholeLog, feed: FeedFollower): Promise<void> {
  const wanted = eventIdsByOrder(commits);
  const count = [...wanted.values()].flat().length;
  await eventually(() => feed.events.length >= count, {
    deadlineMs: settleWithinMs,
    what: `${count} events in the feed`,
  });
  await feed.stop();
  const got = feed.byOrder();
  expect([...wanted].filter(([order, ids]) => !Bun.deepEquals(got.get(order), ids))).toEqual([]);
  expect(feed.events.length).toBe(count);
  expect(feed.resets).toBe(0);
}

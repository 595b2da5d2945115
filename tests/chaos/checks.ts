import { expect } from "bun:test";
import { eventually } from "#dev/testing/eventually.ts";
import { archived, caughtUp, expectedRows, openDatabases, orderCounts, orderRows, type Pools } from "./databases.ts";
import { eventIdsByOrder, type FeedFollower } from "./feed.ts";
import { type Operation, violations, type Write } from "./history.ts";
import type { Installation } from "./installation.ts";
import { legalSteps } from "./life.ts";
import { logged, readLog, replayed, type WholeLog } from "./log.ts";
import { ordersPerRun } from "./run.ts";

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
  const log = await readLog(installation);
  checkHistory(log, orders, operations);
  await checkFeed(log, feed);
  const pools = await openDatabases(installation.prefix);
  await caughtUp(pools, log.end, settleWithinMs);
  await checkDatabases(log, pools);
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
}

function checkHistory({ commits }: WholeLog, orders: readonly string[], operations: readonly Operation[]): void {
  const asked = [...operations, ...orders.map(pricing)];
  expect(violations(logged(commits), asked, legalSteps)).toEqual([]);
  expect(new Set(orders).size).toBe(ordersPerRun);
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

async function checkDatabases({ commits }: WholeLog, pools: Pools): Promise<void> {
  const everyOrder = expectedRows(commits, () => true);
  expect(await orderRows(pools.crm)).toEqual(everyOrder);
  expect(await orderRows(pools.mes)).toEqual(everyOrder);
  const ofCustomers = expectedRows(commits, ({ order }) => order.owner.startsWith("cus_"));
  expect(await orderRows(pools.shop)).toEqual(ofCustomers);
  expect(ofCustomers.length).toBeGreaterThan(0);
  const byStatus = Map.groupBy(everyOrder, ({ status }) => status);
  const counts = Object.fromEntries([...byStatus].map(([status, rows]) => [status, rows.length]));
  expect(await orderCounts(pools.crm)).toEqual(counts);
  expect(await archived(pools.archive)).toEqual([...commits]);
}

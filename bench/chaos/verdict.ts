import { includes, positionOf } from "#db/position.ts";
import { caughtUp, openDatabases, orderCounts, type Pools } from "#dev/checker/databases.ts";
import { eventIdsByOrder, type FeedFollower } from "#dev/checker/feed.ts";
import { type Operation, type Violation, violations, type Write } from "#dev/checker/history.ts";
import { legalSteps } from "#dev/checker/legal-steps.ts";
import { logged, readEnd, readLog, replayed, type WholeLog } from "#dev/checker/log.ts";
import { disagreements } from "#dev/checker/read-models.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { allAtWork } from "./faults/schedule.ts";
import type { Installation } from "./faults/victims.ts";
import type { History } from "./load/plan.ts";
import { unequalReplicas } from "./replicas.ts";

/** What happens by itself (prices, read models, feeds) has stopped when nothing came of it for this long, ms. */
const stillWithinMs = 60_000;
/** Whoever watches is told each time that so many orders more have their price. */
const toldEvery = 2_000;

const legal = {
  ...legalSteps,
  SUBMITTED: ["PRICE_CALCULATED", "CANCELLED"],
  PRICE_CALCULATED: ["MANUFACTURING_APPROVED", "CANCELLED"],
};

export interface Verdict {
  readonly orders: number;
  readonly commits: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Everything else that must not be, a sentence each. */
  readonly others: readonly string[];
}

/** Pricing is nobody's request: it gives an order at most one command, whose answer no client sees. */
const pricing = (order: string): Write => ({
  kind: "write",
  id: `price:${order}:1`,
  order,
  outcome: "unknown",
  calledMs: 0,
  returnedMs: Number.POSITIVE_INFINITY,
});

const sentence = ({ rule, order, detail }: Violation): string => `${rule} ${order}: ${detail}`;

/** Waits for as long as orders that wait for their price become fewer; those that stay are named by the check after it. */
async function settled({ cluster, prefix, streamCount }: Installation, pools: Pools): Promise<WholeLog> {
  const place = { natsUrl: cluster.url, prefix, streamCount };
  let fewest = Number.POSITIVE_INFINITY;
  for (let sinceMs = performance.now(); performance.now() - sinceMs < stillWithinMs; await Bun.sleep(500)) {
    const waiting = (await orderCounts(pools.crm))["SUBMITTED"] ?? 0;
    const isAtEnd = includes(await positionOf(pools.crm), await readEnd(place));
    if (waiting === 0 && isAtEnd) break;
    if (waiting >= fewest && isAtEnd) continue;
    if (Math.floor(waiting / toldEvery) < Math.floor(fewest / toldEvery))
      console.log(`${waiting} orders wait for a price`);
    fewest = Math.min(fewest, waiting);
    sinceMs = performance.now();
  }
  const log = await readLog(place);
  await caughtUp(pools, log.end, stillWithinMs);
  return log;
}

async function feedDiffers(feed: FeedFollower, { commits }: WholeLog): Promise<string[]> {
  const wanted = eventIdsByOrder(commits);
  const count = [...wanted.values()].reduce((sum, ids) => sum + ids.length, 0);
  const wait = { deadlineMs: stillWithinMs, what: "the feed at the log's end" };
  await eventually(() => feed.events.length >= count, wait).catch((error: unknown) => console.log(String(error)));
  await feed.stop();
  const got = feed.byOrder();
  const wrong = [...wanted].filter(([order, ids]) => !Bun.deepEquals(got.get(order), ids));
  return [
    ...wrong.map(([order, ids]) => `feed of ${order}: ${got.get(order)?.length ?? 0} events instead of ${ids.length}`),
    ...(feed.resets > 0 ? [`the feed was reset ${feed.resets} times`] : []),
  ];
}

/** Everything that must hold once all is healed. */
export async function verdict(installation: Installation, history: History, feed: FeedFollower): Promise<Verdict> {
  const pools = await openDatabases(installation.prefix);
  const log = await settled(installation, pools);
  const orders = replayed(log.commits);
  const asked: Operation[] = [...history.operations, ...[...orders.keys()].map(pricing)];
  const found = violations(logged(log.commits), asked, legal);
  const unpriced = [...orders].filter(([, { order }]) => !order.price && order.status !== "CANCELLED");
  const others = [
    ...found.filter(({ rule }) => rule !== "lost" && rule !== "duplicate").map(sentence),
    ...unpriced.map(([id]) => `unpriced ${id}`),
    ...history.repeatedOtherwise.map((difference) => `repeated differently: ${difference}`),
    ...(await disagreements(log, pools)),
    ...(await feedDiffers(feed, log)),
    ...(await unequalReplicas(installation)),
    ...((await allAtWork(installation)) ? [] : ["not every process came back to work"]),
  ];
  for (const violation of found) console.log(sentence(violation));
  await Promise.all(Object.values(pools).map((pool) => pool.close()));
  const count = (rule: string) => found.filter((violation) => violation.rule === rule).length;
  return {
    orders: orders.size,
    commits: log.commits.length,
    lost: count("lost"),
    duplicated: count("duplicate"),
    others,
  };
}

import { connectNats } from "#actors/nats/connection.ts";
import { natsLogReader } from "#actors/nats/log/log-reader.ts";
import { eventsOf, type StoredCommit } from "#contracts/log/commit.ts";
import type { LogPosition } from "#contracts/log/position.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import { names } from "#contracts/shared/subjects.ts";
import type { LoggedCommit } from "./history.ts";

const pageMax = 500;

export interface WholeLog {
  /** Every commit, stream by stream, each in its order. */
  readonly commits: readonly StoredCommit[];
  readonly end: LogPosition;
}

/** Where a log is to be found. */
export interface LogPlace {
  /** With commas when there are several servers. */
  readonly natsUrl: string;
  readonly prefix: string;
  readonly streamCount: number;
}

/** Asks nats-server itself about the log. */
async function asking<Answer>(
  { natsUrl, prefix, streamCount }: LogPlace,
  ask: (reader: ReturnType<typeof natsLogReader>) => Promise<Answer>,
): Promise<Answer> {
  const nats = await connectNats({ servers: natsUrl, name: "checker" });
  try {
    return await ask(natsLogReader(nats, names(prefix, streamCount)));
  } finally {
    await nats.close();
  }
}

const endOf = ({ streamCount, end }: ReturnType<typeof natsLogReader>): Promise<LogPosition> =>
  Promise.all(Array.from({ length: streamCount }, (_, stream) => end(stream)));

/** How far the log has come. */
export const readEnd = (place: LogPlace): Promise<LogPosition> => asking(place, endOf);

/** Everything the log holds now. */
export const readLog = (place: LogPlace): Promise<WholeLog> =>
  asking(place, async (reader) => {
    const end = await endOf(reader);
    const commits: StoredCommit[] = [];
    for (const [stream, { seq: last }] of end.entries()) {
      for (let seq = 0; seq < last; seq = commits.at(-1)?.seq ?? 0) {
        // What the workshop's clock adds meanwhile is after the end, and left out.
        commits.push(...(await reader.page(stream, seq, pageMax)).filter((stored) => stored.seq <= last));
      }
    }
    return { commits, end };
  });

export const ofOrders = (commits: readonly StoredCommit[]) =>
  commits.filter(({ aggregate }) => aggregate.startsWith("ord_"));

export interface ReplayedOrder {
  readonly version: number;
  readonly order: Order;
}

/** The orders as their events tell them. */
export function replayed(commits: readonly StoredCommit[]): Map<string, ReplayedOrder> {
  const orders = new Map<string, ReplayedOrder>();
  for (const { aggregate, commit } of ofOrders(commits)) {
    let order = orders.get(aggregate)?.order;
    for (const event of eventsOf(commit)) order = evolveOrder(order, orderHistory.read(event));
    if (order) orders.set(aggregate, { version: commit.version, order });
  }
  return orders;
}

/** The orders' commits as the checker wants them: which command led to which statuses. */
export function logged(commits: readonly StoredCommit[]): LoggedCommit[] {
  const orders = new Map<string, Order>();
  return ofOrders(commits).map(({ aggregate, commit }) => {
    const commands = commit.commands.map(({ id, events }) => {
      const before = orders.get(aggregate)?.timeline.length ?? 0;
      for (const event of events) orders.set(aggregate, evolveOrder(orders.get(aggregate), orderHistory.read(event)));
      const reached = orders.get(aggregate)?.timeline.slice(before) ?? [];
      return { id, reached: reached.map(({ status }) => status) };
    });
    return { order: aggregate, version: commit.version, commands };
  });
}

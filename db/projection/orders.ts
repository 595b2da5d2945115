import { eventsOf, type StoredCommit, type StoredEvent } from "#contracts/log/commit.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";
import { evolveOrder, type Order } from "#contracts/order/order.ts";
import type { Tx } from "../pool.ts";
import { ProjectionStopped } from "./projection.ts";

/** An order as a batch of commits leaves it. */
export interface ChangedOrder {
  readonly id: string;
  readonly version: number;
  readonly order: Order;
  /** As it was before the batch; undefined when the batch began it. */
  readonly before: Order | undefined;
  /** When its last command was given. */
  readonly updatedAt: string;
}

export const isOrder = ({ aggregate }: StoredCommit): boolean => aggregate.startsWith("ord_");

function read(event: StoredEvent, { stream, seq }: StoredCommit): OrderEvent {
  try {
    return orderHistory.read(event);
  } catch (cause) {
    const where = `at sequence ${seq} of stream ${stream}`;
    const message = `${event.type} version ${event.v} ${where} is of a later release`;
    throw new ProjectionStopped("unknown-event", message, { cause });
  }
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly doc: Order;
}

/**
 * Folds commits of orders onto the rows of the table `orders` (id, version, doc), which has all earlier commits of
 * every order it is to hold. Gives the orders that changed. Throws ProjectionStopped when versions are not contiguous
 * or an event is unknown.
 */
export async function foldOrders(tx: Tx, commits: readonly StoredCommit[]): Promise<ChangedOrder[]> {
  const ids = [...new Set(commits.map(({ aggregate }) => aggregate))];
  if (ids.length === 0) return [];
  const rows = await tx<Row[]>`
    SELECT id, version, doc FROM orders
    WHERE id = ANY(ARRAY(SELECT json_array_elements_text(${JSON.stringify(ids)}::text::json)))`;
  const known = new Map(rows.map((row) => [row.id, row]));
  const changed = new Map<string, ChangedOrder>();
  for (const stored of commits) {
    const { aggregate: id } = stored;
    const row = known.get(id);
    const current = changed.get(id) ?? (row && { id, version: row.version, order: row.doc, before: row.doc });
    changed.set(id, { ...foldCommit(current, stored), before: row?.doc });
  }
  return [...changed.values()];
}

function foldCommit(
  current: { readonly version: number; readonly order: Order } | undefined,
  stored: StoredCommit,
): Omit<ChangedOrder, "before"> {
  const { aggregate: id, commit, seq, stream } = stored;
  const expected = (current?.version ?? 0) + 1;
  if (commit.version !== expected) {
    const where = `at sequence ${seq} of stream ${stream}`;
    throw new ProjectionStopped("gap", `${id}: version ${commit.version} ${where} came instead of ${expected}`);
  }
  let order = current?.order;
  for (const event of eventsOf(commit)) order = evolveOrder(order, read(event, stored));
  const updatedAt = commit.commands.at(-1)?.at;
  if (!order || !updatedAt) throw new ProjectionStopped("failed", `${id}: commit ${commit.version} holds no event`);
  return { id, version: commit.version, order, updatedAt };
}

import type { Order } from "#contracts/order/order.ts";
import { hasSkill } from "#contracts/workshop/choice.ts";
import type { BoardStatus, Item } from "../orders/item.ts";

export type Promised = "at-risk" | "today" | "week";

/** What the list shows of all orders. */
export interface Filter {
  readonly status: BoardStatus | undefined;
  readonly material: string | undefined;
  readonly promise: Promised | undefined;
  /** What I have the skill for. */
  readonly able: boolean;
  readonly mine: boolean;
  /** Lower case. */
  readonly search: string;
}
export const noFilter: Filter = {
  ...{ status: undefined, material: undefined, promise: undefined },
  ...{ able: false, mine: false, search: "" },
};

/** Who looks, and when. */
export interface Reader {
  readonly id: string;
  readonly skills: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

export const materialOf = ({ choice, goods }: Order): string =>
  choice?.material ?? (goods.kind === "ready-made" ? "ready-made" : "");

const dayMs = 24 * 60 * 60 * 1_000;
const withinMs: Readonly<Record<Exclude<Promised, "at-risk">, number>> = { today: dayMs, week: 7 * dayMs };

function isPromised({ risk, promiseBy }: Order, wanted: Promised, now: number): boolean {
  if (wanted === "at-risk") return risk !== undefined || (promiseBy !== undefined && Date.parse(promiseBy) < now);
  return promiseBy !== undefined && Date.parse(promiseBy) - now < withinMs[wanted];
}

/** The skill an order needs; ready-made goods need none. */
export const skillFor = (order: Order): string | undefined =>
  order.goods.kind === "ready-made" ? undefined : materialOf(order);

/** Whether an order passes everything but the choice of status. */
function passes(item: Item, order: Order, material: string, filter: Filter, reader: Reader): boolean {
  if (filter.material !== undefined && material !== filter.material) return false;
  if (filter.mine && order.operator !== reader.id) return false;
  if (filter.promise && !isPromised(order, filter.promise, reader.now)) return false;
  if (filter.able && !hasSkill(reader, skillFor(order))) return false;
  return filter.search === "" || item.text.includes(filter.search);
}

/** What the list shows, and how many orders each choice of status would leave. */
export interface Found {
  readonly items: readonly Item[];
  readonly counts: ReadonlyMap<string, number>;
  readonly materials: readonly string[];
}

/** How orders are shown, and those that stay in sight whatever is chosen, because something is said about them. */
interface Showing {
  readonly shown: (item: Item) => Order;
  readonly kept: ReadonlyMap<string, unknown>;
}

/** One run over all orders, most urgent first: small enough for every frame at ten thousand of them. */
export function find(ranked: readonly Item[], filter: Filter, reader: Reader, { shown, kept }: Showing): Found {
  const items: Item[] = [];
  const counts = new Map<string, number>();
  const materials = new Set<string>();
  for (const item of ranked) {
    const order = shown(item);
    const material = materialOf(order);
    materials.add(material);
    const isKept = kept.size > 0 && kept.has(item.id);
    const isFound = passes(item, order, material, filter, reader);
    if (isFound) counts.set(order.status, (counts.get(order.status) ?? 0) + 1);
    if (isKept || (isFound && (filter.status === undefined || order.status === filter.status))) items.push(item);
  }
  return { items, counts, materials: [...materials].filter(Boolean).sort() };
}

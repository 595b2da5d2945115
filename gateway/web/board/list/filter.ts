import type { Order } from "#contracts/order/order.ts";
import type { BoardStatus, Item } from "../orders/item.ts";

/** What the list shows of all orders. */
export interface Filter {
  readonly status: BoardStatus | undefined;
  readonly material: string | undefined;
  readonly mine: boolean;
  /** Lower case. */
  readonly search: string;
}
export const noFilter: Filter = { status: undefined, material: undefined, mine: false, search: "" };

export const materialOf = ({ choice, goods }: Order): string =>
  choice?.material ?? (goods.kind === "ready-made" ? "ready-made" : "");

/** What the list shows, and how many orders each choice of status would leave. */
export interface Found {
  readonly items: readonly Item[];
  readonly counts: ReadonlyMap<string, number>;
  readonly materials: readonly string[];
}

/** One run over all orders, most urgent first: small enough for every frame at ten thousand of them. */
export function find(ranked: readonly Item[], filter: Filter, me: string, shown: (item: Item) => Order): Found {
  const items: Item[] = [];
  const counts = new Map<string, number>();
  const materials = new Set<string>();
  for (const item of ranked) {
    const order = shown(item);
    const material = materialOf(order);
    materials.add(material);
    if (filter.material !== undefined && material !== filter.material) continue;
    if (filter.mine && order.operator !== me) continue;
    if (filter.search && !item.text.includes(filter.search)) continue;
    counts.set(order.status, (counts.get(order.status) ?? 0) + 1);
    if (filter.status === undefined || order.status === filter.status) items.push(item);
  }
  return { items, counts, materials: [...materials].filter(Boolean).sort() };
}

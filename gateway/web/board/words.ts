import type { Order } from "#contracts/order/order.ts";
import { materialOf } from "./list/filter.ts";
import type { BoardStatus } from "./orders/item.ts";

export const statusWords: Readonly<Record<BoardStatus, string>> = {
  MANUFACTURING_APPROVED: "Waiting",
  MANUFACTURING_STARTED: "In work",
  MANUFACTURING_COMPLETED: "Made",
  PACKAGING: "Packing",
};

export const wordOf = (status: string): string => statusWords[status as BoardStatus] ?? "Shipped";

/** "silver-925" as people write it. */
export const nice = (name: string): string => name.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());

/** What is to be made, in a few words. */
export const goodsWords = (order: Order): string =>
  [nice(materialOf(order)), order.choice?.finishing && nice(order.choice.finishing).toLowerCase()]
    .filter(Boolean)
    .join(", ");

/** How long ago, as people say it: 5 min, 3 h, 2 d. */
export function ago(at: string | undefined, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at ?? "")) / 60_000));
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

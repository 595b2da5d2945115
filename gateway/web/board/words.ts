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

const minuteMs = 60_000;

/** A span as people say it: 5 min, 3 h, 2 d. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / minuteMs);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** How long ago something was. */
export function ago(at: string | undefined, now: number): string {
  const ms = now - Date.parse(at ?? "");
  if (Number.isNaN(ms)) return "";
  return ms < minuteMs ? "just now" : span(ms);
}

export type Urgency = "late" | "risk" | "soon" | "calm";
const soonMs = 2 * 24 * 60 * minuteMs;

/** How an order stands to its promise, in a word and in words. */
export function promiseWords({ promiseBy, risk }: Order, now: number): { urgency: Urgency; words: string } | undefined {
  if (promiseBy === undefined) return undefined;
  const leftMs = Date.parse(promiseBy) - now;
  if (leftMs < 0 || risk?.missedAt) return { urgency: "late", words: `${span(leftMs)} late` };
  const urgency = risk ? "risk" : leftMs < soonMs ? "soon" : "calm";
  return { urgency, words: `due in ${span(leftMs)}` };
}

/** Day and time of an instant, in the reader's zone. */
export const dayAndTime = (at: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(
    new Date(at),
  );

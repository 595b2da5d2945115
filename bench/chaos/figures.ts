import { names } from "#contracts/shared/subjects.ts";
import type { Row } from "../result.ts";
import type { Struck } from "./faults/schedule.ts";
import type { History, Placed } from "./load/plan.ts";

/** An order that takes longer than this was held up, ms; so long without one, and what held them up is over. */
const lateMs = 2_000;

/** What clients felt of one fault. */
export interface Felt {
  readonly name: string;
  readonly acked: number;
  readonly unknown: number;
  readonly failed: number;
  readonly gapMs: number;
  readonly recoveredMs: number;
}

/** The longest time between two acknowledgements of one log stream, ms. */
function longestGap(placed: readonly Placed[], streamCount: number, fromMs: number, untilMs: number): number {
  const { streamOf } = names("", streamCount);
  const last = Array.from({ length: streamCount }, () => fromMs);
  const ends = Array.from({ length: streamCount }, (_, stream) => ({ stream, atMs: untilMs }));
  const acks = placed
    .map(({ order, acknowledgedMs }) => ({ stream: streamOf(order), atMs: acknowledgedMs }))
    .filter(({ atMs }) => atMs >= fromMs && atMs < untilMs)
    .sort((a, b) => a.atMs - b.atMs);
  return [...acks, ...ends].reduce((longest, { stream, atMs }) => {
    const gap = atMs - (last[stream] ?? fromMs);
    last[stream] = atMs;
    return Math.max(longest, gap);
  }, 0);
}

/** When the last order of the largest group that was held up together was acknowledged, ms after `fromMs`. */
function recoveredAfter(placed: readonly Placed[], fromMs: number): number {
  const late = placed.filter(({ meantMs, acknowledgedMs }) => acknowledgedMs - meantMs > lateMs);
  const groups: Placed[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const order of late.toSorted((a, b) => a.meantMs - b.meantMs)) {
    if (order.meantMs - lastMs > lateMs) groups.push([]);
    groups.at(-1)?.push(order);
    lastMs = order.meantMs;
  }
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  return Math.max(0, ...largest.map(({ acknowledgedMs }) => acknowledgedMs - fromMs));
}

/** What was felt from one fault's beginning until the next one's. */
export function feltOf(history: History, streamCount: number, { name, fromMs }: Struck, untilMs: number): Felt {
  const within = (atMs: number) => atMs >= fromMs && atMs < untilMs;
  const missed = (kind: string) => history.misses.filter((miss) => miss.kind === kind && within(miss.atMs)).length;
  const begun = history.placed.filter(({ meantMs }) => within(meantMs));
  return {
    name,
    acked: history.placed.filter(({ acknowledgedMs }) => within(acknowledgedMs)).length,
    unknown: missed("unknown"),
    failed: missed("failed"),
    gapMs: longestGap(history.placed, streamCount, fromMs, untilMs),
    recoveredMs: recoveredAfter(begun, fromMs),
  };
}

export const rowOf = ({ name, acked, unknown, failed, gapMs, recoveredMs }: Felt): Row => ({
  fault: name,
  "acked orders": acked,
  "attempts unknown": unknown,
  "attempts refused": failed,
  "longest write gap ms": Math.round(gapMs),
  "recovered after ms": Math.round(recoveredMs),
});

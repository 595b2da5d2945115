import { z } from "zod";
import { historyOf } from "#contracts/log/history.ts";
import { monthOf } from "#contracts/shared/ids.ts";
import type { Aggregate } from "../../runtime/aggregate.ts";
import { reject } from "../../runtime/decider.ts";

/** An addition of this much keeps a counter open for ever. */
export const keeping = 5;

export type CounterCommand = { type: "Open"; limit: number } | { type: "Add"; n: number } | { type: "Close" };
type CounterEvent =
  | { type: "Opened"; v: 1; at: string; limit: number }
  | { type: "Added"; v: 1; at: string; n: number }
  | { type: "Closed"; v: 1; at: string };
interface Counter {
  readonly sum: number;
  readonly limit: number;
  readonly isKept: boolean;
  readonly isClosed: boolean;
}

export const counterHistory = historyOf<CounterEvent>({ Opened: 1, Added: 1, Closed: 1 });

const evolve = (state: Counter | undefined, event: CounterEvent): Counter => {
  const before = state ?? { sum: 0, limit: 0, isKept: false, isClosed: false };
  if (event.type === "Opened") return { ...before, limit: event.limit };
  if (event.type === "Closed") return { ...before, isClosed: true };
  return { ...before, sum: before.sum + event.n, isKept: before.isKept || event.n === keeping };
};

const clockSkewMs = 5 * 60 * 1_000;

/** Whether the month in the id (`cnt_YYMM…`) is the one of `now`, give or take clocks. */
const isCurrentMonth = (id: string, now: number): boolean =>
  [now - clockSkewMs, now + clockSkewMs].some((ms) => monthOf(new Date(ms).toISOString()) === id.slice(4, 8));

/** A sum between zero and a limit: small, and its answers depend on all that happened before. */
export const counter: Aggregate<Counter | undefined, CounterCommand, CounterEvent> = {
  prefix: "cnt",
  decider: {
    initial: undefined,
    evolve,
    decide: {
      Open: (state, { limit }, { at }) =>
        state ? reject("order/already-exists") : [{ type: "Opened", v: 1, at, limit }],
      Add: (state, { n }, { at }) => {
        if (!state) return reject("order/not-found");
        const sum = state.sum + n;
        if (state.isClosed || sum < 0 || sum > state.limit) return reject("order/illegal-transition");
        return n === 0 ? [] : [{ type: "Added", v: 1, at, n }];
      },
      Close: (state, _, { at }) => {
        if (!state) return reject("order/not-found");
        return state.isKept || state.isClosed ? [] : [{ type: "Closed", v: 1, at }];
      },
    },
  },
  command: z.custom<CounterCommand>(),
  history: counterHistory,
  snapshotEvery: 2,
  creates: new Set(["Open"]),
  createWindow: { isOpen: isCurrentMonth, refusal: "order/create-window-closed" },
  notFound: "order/not-found",
  owner: () => "acc_counting",
  outcome: (state) => state && { sum: state.sum },
};

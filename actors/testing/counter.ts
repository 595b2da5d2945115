import { z } from "zod";
import { historyOf } from "#contracts/log/history.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { reject } from "../runtime/decider.ts";

/** A counter: the smallest aggregate that can be created, changed and refuse. */
export type Count = { type: "Open" } | { type: "Add"; n: number; note?: string };
type Counted = { type: "Added"; v: 1; at: string; n: number; note?: string };
export const counter: Aggregate<number | undefined, Count, Counted> = {
  prefix: "cnt",
  decider: {
    initial: undefined,
    evolve: (sum, { n }) => (sum ?? 0) + n,
    decide: {
      Open: (sum, _, { at }) =>
        sum === undefined ? [{ type: "Added", v: 1, at, n: 0 }] : reject("order/already-exists"),
      Add: (sum, { n, note }, { at }) => {
        if (sum === undefined) return reject("order/not-found");
        if (sum + n > 10) return reject("order/illegal-transition");
        return n === 0 ? [] : [{ type: "Added", v: 1, at, n, ...(note ? { note } : {}) }];
      },
    },
  },
  command: z.custom<Count>(),
  history: historyOf<Counted>({ Added: 1 }),
  creates: new Set(["Open"]),
  createWindow: { isOpen: (id) => !id.startsWith("cnt_closed"), refusal: "order/create-window-closed" },
  notFound: "order/not-found",
  owner: () => "acc_owner",
  outcome: (sum) => ({ sum }),
};

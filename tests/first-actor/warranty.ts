import { z } from "zod";
import type { Aggregate } from "#actors/runtime/aggregate.ts";
import { type ProcessManager, reactTo } from "#actors/runtime/processes/process-manager.ts";
import { historyOf } from "#contracts/log/history.ts";
import { orderHistory } from "#contracts/order/history.ts";

type Command = { type: "OpenWarranty" } | { type: "EndWarranty" };
type Event = { type: "WarrantyOpened"; v: 1; at: string } | { type: "WarrantyEnded"; v: 1; at: string };
const history = historyOf<Event>({ WarrantyOpened: 1, WarrantyEnded: 1 });

export const warranty: Aggregate<"open" | "ended" | undefined, Command, Event> = {
  prefix: "wty",
  command: z.strictObject({ type: z.enum(["OpenWarranty", "EndWarranty"]) }),
  creates: new Set(["OpenWarranty"]),
  history,
  decider: {
    initial: undefined,
    decide: {
      OpenWarranty: (state, _, { at }) => (state ? [] : [{ type: "WarrantyOpened", v: 1, at }]),
      EndWarranty: (state, _, { at }) => (state === "open" ? [{ type: "WarrantyEnded", v: 1, at }] : []),
    },
    evolve: (_, { type }) => (type === "WarrantyOpened" ? "open" : "ended"),
  },
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: (state) => state,
};

const twoYearsAfter = (at: string) => new Date(Date.parse(at) + 730 * 86_400_000).toISOString();
const onOrders = reactTo("ord", orderHistory, {
  OrderClosed: (_, { aggregate }) => [{ send: { type: "OpenWarranty" }, to: aggregate.replace("ord", "wty") }],
});
const onWarranties = reactTo("wty", history, {
  WarrantyOpened: ({ at }) => [{ arm: "end", at: twoYearsAfter(at), command: { type: "EndWarranty" } }],
});
export const warranties: ProcessManager = {
  name: "warranties",
  by: "sys_warranties",
  react: (event, cause) => [...onOrders(event, cause), ...onWarranties(event, cause)],
};

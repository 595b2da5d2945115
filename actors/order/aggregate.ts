import { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";
import type { Order } from "#contracts/order/order.ts";
import { nextActions } from "#contracts/order/rules.ts";
import { isFinal } from "#contracts/order/status.ts";
import { monthOf, monthOfOrder } from "#contracts/shared/ids.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { orderDecider } from "./decider.ts";

/** Clocks of gateways and nodes may differ by this much around midnight of the first of a month. */
const clockSkewMs = 5 * 60 * 1_000;

const isCurrentMonth = (id: string, now: number): boolean =>
  [now - clockSkewMs, now + clockSkewMs].some((ms) => monthOf(new Date(ms).toISOString()) === monthOfOrder(id));

export const orderAggregate: Aggregate<Order | undefined, OrderCommand, OrderEvent> = {
  prefix: "ord",
  decider: orderDecider,
  command: OrderCommand,
  history: orderHistory,
  creates: new Set(["StartOrder", "PlaceOrder"]),
  createWindow: { isOpen: isCurrentMonth, refusal: "order/create-window-closed" },
  isFinal: (order) => order !== undefined && isFinal(order.status),
  notFound: "order/not-found",
  owner: (order) => order?.owner,
  outcome: (order) => order && { status: order.status, next: nextActions(order) },
};

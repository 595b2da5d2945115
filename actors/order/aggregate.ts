import { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import { orderHistory } from "#contracts/order/history.ts";
import type { Order } from "#contracts/order/order.ts";
import { nextActions } from "#contracts/order/rules.ts";
import { isFinal } from "#contracts/order/status.ts";
import { isCurrentMonth } from "#contracts/shared/ids.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { orderDecider } from "./decider.ts";

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

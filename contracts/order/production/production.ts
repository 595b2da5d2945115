import type { OperatorId } from "../../shared/ids.ts";
import type { OrderEvent } from "../events.ts";
import type { Order } from "../order.ts";
import type { OrderStatus } from "../status.ts";

/** What production knows of an order, beside its status. */
export interface Production {
  readonly operator?: OperatorId;
  /** Until when the customer was promised that it is shipped. */
  readonly promiseBy?: string;
  /** 0 is usual; scrap makes it more urgent. */
  readonly priority?: number;
  readonly paused?: { readonly reason: string; readonly at: string };
  /** Until when the last stage can be taken back. */
  readonly undoUntil?: string;
  /** How often it was made good, and made anew, and why last. */
  readonly rework?: Repeated;
  readonly scrap?: Repeated;
  readonly risk?: Risk;
}
interface Repeated {
  readonly count: number;
  readonly reason: string;
}
interface Risk {
  readonly since: string;
  /** When it would be shipped, as it looked then. */
  readonly projected: string;
  readonly escalatedAt?: string;
  readonly missedAt?: string;
}

type Of<Type> = Extract<OrderEvent, { type: Type }>;
type ProductionType =
  | "ManufacturingApproved"
  | "ManufacturingStarted"
  | "ManufacturingCompleted"
  | "PackagingStarted"
  | "WorkPaused"
  | "WorkContinued"
  | "ManufacturingReturned"
  | "ManufacturingHandedOver"
  | "ReworkStarted"
  | "OrderScrapped"
  | "StageUndone"
  | "PromiseAtRisk"
  | "PromiseSafe"
  | "PromiseEscalated"
  | "PromiseMissed";

/** How the fold of an order changes statuses and leaves facts out. */
interface Steps {
  readonly reach: (order: Order, status: OrderStatus, at: string, change?: Partial<Order>) => Order;
  readonly without: (order: Order, ...keys: (keyof Order)[]) => Order;
}

const once = (before: Repeated | undefined, reason: string): Repeated => ({ count: (before?.count ?? 0) + 1, reason });
const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

/** The part of an order's fold that is about production. */
export const evolveProduction = ({
  reach,
  without,
}: Steps): { [Type in ProductionType]: (order: Order, event: Of<Type>) => Order } => ({
  ManufacturingApproved: (order, { at, promiseBy, priority }) =>
    reach(order, "MANUFACTURING_APPROVED", at, { ...given("promiseBy", promiseBy), ...given("priority", priority) }),
  ManufacturingStarted: (order, { operator, at }) => reach(order, "MANUFACTURING_STARTED", at, { operator }),
  ManufacturingCompleted: (order, { at, undoUntil }) =>
    reach(without(order, "paused"), "MANUFACTURING_COMPLETED", at, given("undoUntil", undoUntil)),
  PackagingStarted: (order, { at, undoUntil }) =>
    reach(without(order, "undoUntil"), "PACKAGING", at, given("undoUntil", undoUntil)),
  WorkPaused: (order, { reason, at }) => ({ ...order, paused: { reason, at } }),
  WorkContinued: (order) => without(order, "paused"),
  ManufacturingReturned: (order, { at }) => reach(without(order, "operator", "paused"), "MANUFACTURING_APPROVED", at),
  ManufacturingHandedOver: (order, { to }) => ({ ...order, operator: to }),
  ReworkStarted: (order, { operator, reason, at }) =>
    reach(without(order, "undoUntil"), "MANUFACTURING_STARTED", at, { operator, rework: once(order.rework, reason) }),
  OrderScrapped: (order, { reason, at, priority }) =>
    reach(without(order, "operator", "paused", "undoUntil"), "MANUFACTURING_APPROVED", at, {
      scrap: once(order.scrap, reason),
      ...given("priority", priority),
    }),
  StageUndone: (order, { stage, at }) =>
    reach(without(order, "undoUntil"), stage === "pack" ? "MANUFACTURING_COMPLETED" : "MANUFACTURING_STARTED", at),
  PromiseAtRisk: (order, { at, projected }) => ({ ...order, risk: { since: at, projected } }),
  PromiseSafe: (order) => without(order, "risk"),
  PromiseEscalated: (order, { at }) => (order.risk ? { ...order, risk: { ...order.risk, escalatedAt: at } } : order),
  PromiseMissed: (order, { at, promiseBy }) => ({
    ...order,
    risk: { since: at, projected: promiseBy, ...order.risk, missedAt: at },
  }),
});

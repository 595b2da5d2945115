import type { RefusalCode } from "../shared/refusal.ts";
import type { OrderCommand } from "./commands.ts";
import type { Order } from "./order.ts";
import type { OrderStatus } from "./status.ts";

type Type = OrderCommand["type"];
/** What anyone can be offered on an existing order: creating one and recording a price are not choices. */
export type OrderAction = Exclude<Type, Creation | Told | "RecordPrice" | "RecordPricingFailure">;
type Creation = "StartOrder" | "PlaceOrder";
/** By timers and the workshop: they are never illegal, and mean nothing where they come too late. */
type Told = "ExpirePrice" | "StartAssigned" | "RecordRisk" | "ClearRisk" | "EscalatePromise" | "MissPromise";

const beforeProduction: readonly OrderStatus[] = [
  "INITIATED",
  "FILE_UPLOADED",
  "SUBMITTED",
  "PRICING_FAILED",
  "PRICE_CALCULATED",
  "MANUFACTURING_APPROVED",
];

/** In which statuses a command on an existing order is legal. A jump is a status missing here; a timer is never illegal. */
export const legalIn: Record<Exclude<Type, Creation | Told>, readonly OrderStatus[]> = {
  AttachModel: ["INITIATED", "FILE_UPLOADED", "PRICING_FAILED"],
  SubmitOrder: ["INITIATED", "FILE_UPLOADED", "PRICING_FAILED", "PRICE_CALCULATED"],
  RecordPrice: ["SUBMITTED"],
  RecordPricingFailure: ["SUBMITTED"],
  AcceptPrice: ["PRICE_CALCULATED"],
  OverridePrice: ["PRICE_CALCULATED"],
  ApproveManufacturing: ["PRICE_CALCULATED"],
  StartManufacturing: ["MANUFACTURING_APPROVED"],
  CompleteManufacturing: ["MANUFACTURING_STARTED"],
  PauseWork: ["MANUFACTURING_STARTED"],
  ContinueWork: ["MANUFACTURING_STARTED"],
  ReturnToQueue: ["MANUFACTURING_STARTED"],
  HandOver: ["MANUFACTURING_STARTED"],
  ReworkOrder: ["MANUFACTURING_COMPLETED", "PACKAGING"],
  ScrapOrder: ["MANUFACTURING_STARTED", "MANUFACTURING_COMPLETED", "PACKAGING"],
  UndoStage: ["MANUFACTURING_COMPLETED", "PACKAGING"],
  StartPackaging: ["MANUFACTURING_COMPLETED"],
  ShipOrder: ["PACKAGING"],
  CloseOrder: ["SHIPPED"],
  CancelOrder: beforeProduction,
  RejectOrder: ["SUBMITTED", "PRICING_FAILED", "PRICE_CALCULATED", "MANUFACTURING_APPROVED"],
  HoldOrder: [
    "SUBMITTED",
    "PRICING_FAILED",
    "PRICE_CALCULATED",
    "MANUFACTURING_APPROVED",
    "MANUFACTURING_STARTED",
    "MANUFACTURING_COMPLETED",
    "PACKAGING",
  ],
  ResumeOrder: [...beforeProduction, "MANUFACTURING_STARTED", "MANUFACTURING_COMPLETED", "PACKAGING"],
};

/** A hold stops people, not machines: a price that was under way still lands. */
const allowedOnHold: ReadonlySet<Type> = new Set([
  "RecordPrice",
  "RecordPricingFailure",
  "CancelOrder",
  "RejectOrder",
  "ResumeOrder",
]);

/** Conditions beside the status and the hold, by command. */
const conditions: { [T in Type]?: (order: Order) => RefusalCode | undefined } = {
  AttachModel: ({ goods }) => (goods.kind === "ready-made" ? "order/ready-made" : undefined),
  SubmitOrder: ({ goods, model, status, expiredAt }) => {
    // A price that still stands is accepted or left alone; one that has expired is asked for anew.
    if (status === "PRICE_CALCULATED" && !expiredAt) return "order/illegal-transition";
    return goods.kind === "model" && !model ? "order/no-model" : undefined;
  },
  AcceptPrice: ({ accepted, expiredAt }) => {
    if (accepted) return "order/already-accepted";
    return expiredAt ? "order/price-expired" : undefined;
  },
  OverridePrice: ({ expiredAt }) => (expiredAt ? "order/price-expired" : undefined),
  ApproveManufacturing: ({ accepted }) => (accepted ? undefined : "order/price-not-accepted"),
  CompleteManufacturing: ({ paused }) => (paused ? "order/work-paused" : undefined),
  PauseWork: ({ paused }) => (paused ? "order/work-paused" : undefined),
  ContinueWork: ({ paused }) => (paused ? undefined : "order/work-not-paused"),
  UndoStage: ({ undoUntil }) => (undoUntil ? undefined : "order/undo-window-closed"),
  HoldOrder: ({ held }) => (held ? "order/on-hold" : undefined),
  ResumeOrder: ({ held }) => (held ? undefined : "order/not-on-hold"),
};

/** Why a command of this type is refused on this order now, or undefined when it is allowed. */
export function refusalOf(order: Order, type: keyof typeof legalIn): RefusalCode | undefined {
  if (!legalIn[type].includes(order.status)) return "order/illegal-transition";
  if (order.held && !allowedOnHold.has(type)) return "order/on-hold";
  return conditions[type]?.(order);
}

const machineOnly: ReadonlySet<Type> = new Set(["RecordPrice", "RecordPricingFailure"]);

/** What can be done with the order next, whoever does it. */
export const nextActions = (order: Order): OrderAction[] =>
  (Object.keys(legalIn) as (keyof typeof legalIn)[]).filter(
    (type): type is OrderAction => !machineOnly.has(type) && refusalOf(order, type) === undefined,
  );

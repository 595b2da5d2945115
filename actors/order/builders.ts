import type { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import type { ModelRef } from "#contracts/order/parts.ts";
import { finding } from "#contracts/pricing/finding.ts";
import type { Price } from "#contracts/pricing/price.ts";
import { AccountId, CustomerId, ModelId, OperatorId } from "#contracts/shared/ids.ts";

/** Nouns of the order's tests. Fixed ids and dates; each takes what a test wants to say and fills in the rest. */
type Event<Type> = Extract<OrderEvent, { type: Type }>;
type Command<Type> = Extract<OrderCommand, { type: Type }>;

const at = "2026-11-22T08:00:00.000Z";
export const acceptBy = "2026-12-06T08:00:00.000Z";
const fact = { v: 1, at } as const;

export const customer = CustomerId.parse("cus_aaaaaaaaaaaaaaaa");
export const company = AccountId.parse("acc_bbbbbbbbbbbbbbbb");
export const operator = OperatorId.parse("opr_cccccccccccccccc");
export const otherOperator = OperatorId.parse("opr_dddddddddddddddd");
export const undoUntil = "2026-11-22T08:10:00.000Z";
export const promiseBy = "2026-12-13T08:00:00.000Z";
export const reason = "a good reason";
export const trackingNumber = "BZL-0001";

export const ringModel: ModelRef = {
  modelId: ModelId.parse("mdl_eeeeeeeeeeeeeeee"),
  name: "ring.stl",
  unit: "mm",
  bytes: 84,
};
export const choice = { material: "silver-925", finishing: "polished", quantity: 1 };

export const price = (net = 100_00): Price => ({
  currency: "EUR",
  bookVersion: 1,
  quantity: 1,
  lines: [{ code: "material", label: "Silver", amount: net }],
  net,
  taxPermille: 190,
  tax: Math.round(net * 0.19),
  total: net + Math.round(net * 0.19),
});

export const opening = { owner: customer, channel: "shop", goods: { kind: "model" }, country: "DE" } as const;
export const readyMade = { kind: "ready-made", sku: "ring-classic" } as const;

export const started = (more: Partial<Event<"OrderStarted">> = {}): OrderEvent => ({
  type: "OrderStarted",
  ...fact,
  ...opening,
  ...more,
});
export const uploaded = (): OrderEvent[] => [started(), { type: "ModelAttached", ...fact, model: ringModel }];
const submission = (n: number): OrderEvent => ({ type: "OrderSubmitted", ...fact, choice, submission: n });
export const submitted = (): OrderEvent[] => [...uploaded(), submission(1)];
export const priced = (net?: number): OrderEvent[] => [
  ...submitted(),
  { type: "PriceCalculated", v: 2, at, price: price(net), acceptBy, findings: [] },
];
export const expired = (): OrderEvent[] => [...priced(), { type: "PriceExpired", v: 1, at: acceptBy }];
export const openMesh = finding("model/not-closed", "The surface has holes.");
export const pricingFailed = (): OrderEvent[] => [
  ...submitted(),
  { type: "PricingFailed", ...fact, findings: [openMesh] },
];
export const accepted = (): OrderEvent[] => [
  ...priced(),
  { type: "PriceAccepted", ...fact, total: price().total, by: customer, contract: false },
];
export const approved = (): OrderEvent[] => [
  ...accepted(),
  { type: "ManufacturingApproved", ...fact, promiseBy, priority: 0, skill: choice.material },
];
export const inProduction = (): OrderEvent[] => [...approved(), { type: "ManufacturingStarted", ...fact, operator }];
export const made = (): OrderEvent[] => [
  ...inProduction(),
  { type: "ManufacturingCompleted", ...fact, operator, undoUntil },
];
export const packaging = (): OrderEvent[] => [...made(), { type: "PackagingStarted", ...fact, undoUntil }];
export const shipped = (): OrderEvent[] => [
  ...packaging(),
  { type: "OrderShipped", ...fact, carrier: "Post", trackingNumber },
];
export const closed = (): OrderEvent[] => [...shipped(), { type: "OrderClosed", ...fact, by: customer }];
export const cancelled = (): OrderEvent[] => [...uploaded(), { type: "OrderCancelled", ...fact, reason }];
export const rejected = (): OrderEvent[] => [...submitted(), { type: "OrderRejected", ...fact, reason }];
export const held = (past: readonly OrderEvent[]): OrderEvent[] => [...past, { type: "OrderHeld", ...fact, reason }];

/** A legal form of every command, for tables over all of them. */
export const commands: { readonly [Type in OrderCommand["type"]]: Command<Type> } = {
  StartOrder: { type: "StartOrder", ...opening },
  PlaceOrder: { type: "PlaceOrder", ...opening, model: ringModel, choice },
  AttachModel: { type: "AttachModel", model: ringModel },
  SubmitOrder: { type: "SubmitOrder", choice },
  RecordPrice: { type: "RecordPrice", submission: 1, price: price(), acceptBy, findings: [] },
  RecordPricingFailure: { type: "RecordPricingFailure", submission: 1, findings: [openMesh] },
  AcceptPrice: { type: "AcceptPrice" },
  ExpirePrice: { type: "ExpirePrice", submission: 1 },
  OverridePrice: { type: "OverridePrice", net: 80_00, reason },
  ApproveManufacturing: { type: "ApproveManufacturing" },
  StartManufacturing: { type: "StartManufacturing", operator },
  CompleteManufacturing: { type: "CompleteManufacturing", operator },
  StartPackaging: { type: "StartPackaging" },
  ShipOrder: { type: "ShipOrder", carrier: "Post", trackingNumber },
  CloseOrder: { type: "CloseOrder", trackingNumber },
  CancelOrder: { type: "CancelOrder", reason },
  RejectOrder: { type: "RejectOrder", reason },
  HoldOrder: { type: "HoldOrder", reason },
  ResumeOrder: { type: "ResumeOrder" },
  StartAssigned: { type: "StartAssigned", operator },
  PauseWork: { type: "PauseWork", operator, reason },
  ContinueWork: { type: "ContinueWork", operator },
  ReturnToQueue: { type: "ReturnToQueue", operator, reason },
  HandOver: { type: "HandOver", from: operator, to: otherOperator },
  ReworkOrder: { type: "ReworkOrder", reason },
  ScrapOrder: { type: "ScrapOrder", reason },
  UndoStage: { type: "UndoStage", operator },
  RecordRisk: { type: "RecordRisk", projected: promiseBy },
  ClearRisk: { type: "ClearRisk", projected: promiseBy },
  EscalatePromise: { type: "EscalatePromise" },
  MissPromise: { type: "MissPromise" },
};

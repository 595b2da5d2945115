import type { OrderCommand } from "#contracts/order/commands.ts";
import type { OrderEvent } from "#contracts/order/events.ts";
import type { Order } from "#contracts/order/order.ts";
import { jobOf } from "#contracts/order/production/job.ts";
import { refusalOf } from "#contracts/order/rules.ts";
import { isFinal } from "#contracts/order/status.ts";
import { type Given, type Rejection, reject } from "../runtime/decider.ts";

type Decision = readonly OrderEvent[] | Rejection;
type Of<Type> = Extract<OrderCommand, { type: Type }>;

/** What customers are promised when nobody agreed on anything else, days. */
const usualPromiseDays = 21;
/** How long somebody has to notice that they pressed the wrong button, ms. */
const undoWindowMs = 10 * 60_000;
/** Made anew, an order passes those that wait. */
const scrapAddsPriority = 1;
const priorityMax = 9;
const dayMs = 24 * 60 * 60 * 1_000;

const fact = ({ at }: Given) => ({ v: 1, at }) as const;
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** How long the order has been in its status, ms: never negative, for clocks of different nodes differ. */
const tookMs = ({ timeline }: Order, { at }: Given): number =>
  Math.max(0, Date.parse(at) - Date.parse(timeline.at(-1)?.at ?? at));

export function approve(order: Order, { promiseBy, priority }: Of<"ApproveManufacturing">, given: Given): Decision {
  const promised = promiseBy ?? later(given.at, usualPromiseDays * dayMs);
  const job = jobOf({ ...order, promiseBy: promised, priority: priority ?? order.priority ?? 0 });
  return [{ type: "ManufacturingApproved", ...fact(given), ...job }];
}

export const start = (order: Order, { operator }: Of<"StartManufacturing">, given: Given): Decision => [
  { type: "ManufacturingStarted", ...fact(given), operator, tookMs: tookMs(order, given) },
];

/** The workshop's word that somebody is to start; the order may have moved on since. */
export function startAssigned(order: Order | undefined, { operator }: Of<"StartAssigned">, given: Given): Decision {
  if (!order) return reject("order/not-found");
  if (order.status === "MANUFACTURING_STARTED" && order.operator === operator) return [];
  const refusal = refusalOf(order, "StartManufacturing");
  return refusal ? reject(refusal) : start(order, { type: "StartManufacturing", operator }, given);
}

/** A row for whoever has the order in hand. */
const byOperator =
  <Command extends { operator: string }>(then: (order: Order, command: Command, given: Given) => Decision) =>
  (order: Order, command: Command, given: Given): Decision =>
    order.operator === command.operator ? then(order, command, given) : reject("order/other-operator");

const stageEnds = (order: Order, given: Given) => ({
  tookMs: tookMs(order, given),
  undoUntil: later(given.at, undoWindowMs),
});

/** What is done with an order that is legal where it stands: rows of the order's table. */
export const production = {
  CompleteManufacturing: byOperator((order, { operator }: Of<"CompleteManufacturing">, given) => [
    { type: "ManufacturingCompleted", ...fact(given), operator, ...stageEnds(order, given) },
  ]),
  StartPackaging: (order: Order, _: Of<"StartPackaging">, given: Given): Decision => [
    { type: "PackagingStarted", ...fact(given), ...stageEnds(order, given) },
  ],
  ShipOrder: (order: Order, { carrier, trackingNumber }: Of<"ShipOrder">, given: Given): Decision => [
    { type: "OrderShipped", ...fact(given), carrier, trackingNumber, tookMs: tookMs(order, given) },
  ],
  PauseWork: byOperator((_, { operator, reason }: Of<"PauseWork">, given) => [
    { type: "WorkPaused", ...fact(given), operator, reason },
  ]),
  ContinueWork: byOperator((_, { operator }: Of<"ContinueWork">, given) => [
    { type: "WorkContinued", ...fact(given), operator },
  ]),
  ReturnToQueue: byOperator((order, { operator, reason }: Of<"ReturnToQueue">, given) => [
    { type: "ManufacturingReturned", ...fact(given), operator, reason, ...jobOf(order) },
  ]),
  HandOver: ({ operator }: Order, { from, to }: Of<"HandOver">, given: Given): Decision => {
    if (operator === to) return []; // It was told before.
    if (operator !== from) return reject("order/other-operator");
    return [{ type: "ManufacturingHandedOver", ...fact(given), from, to }];
  },
  ReworkOrder: ({ operator }: Order, { reason }: Of<"ReworkOrder">, given: Given): Decision =>
    operator === undefined
      ? reject("order/illegal-transition")
      : [{ type: "ReworkStarted", ...fact(given), operator, reason }],
  ScrapOrder: (order: Order, { reason }: Of<"ScrapOrder">, given: Given): Decision => {
    const priority = Math.min(priorityMax, (order.priority ?? 0) + scrapAddsPriority);
    const by = order.operator === undefined ? {} : { operator: order.operator };
    return [{ type: "OrderScrapped", ...fact(given), ...by, reason, ...jobOf({ ...order, priority }) }];
  },
  UndoStage: (order: Order, { operator }: Of<"UndoStage">, given: Given): Decision => {
    if (order.undoUntil === undefined || given.at > order.undoUntil) return reject("order/undo-window-closed");
    if (order.status === "PACKAGING") return [{ type: "StageUndone", ...fact(given), stage: "pack", operator }];
    // It is somebody's pay: only they take it back.
    if (order.operator !== operator) return reject("order/other-operator");
    return [{ type: "StageUndone", ...fact(given), stage: "complete", operator }];
  },
};

/** An order that is still to be shipped, and by when; undefined when there is nothing to keep any more. */
function promised(order: Order | undefined): { order: Order; promiseBy: string } | undefined {
  if (!order?.promiseBy || order.shipment || isFinal(order.status)) return undefined;
  return { order, promiseBy: order.promiseBy };
}

/** What is told of promises; too late it means nothing. */
export const promises = {
  RecordRisk: (state: Order | undefined, { projected }: Of<"RecordRisk">, given: Given): Decision => {
    const kept = promised(state);
    if (!kept || kept.order.risk) return [];
    return [{ type: "PromiseAtRisk", ...fact(given), promiseBy: kept.promiseBy, projected }];
  },
  ClearRisk: (state: Order | undefined, { projected }: Of<"ClearRisk">, given: Given): Decision => {
    const kept = promised(state);
    if (!kept?.order.risk || kept.order.risk.missedAt) return [];
    return [{ type: "PromiseSafe", ...fact(given), promiseBy: kept.promiseBy, projected }];
  },
  EscalatePromise: (state: Order | undefined, _: Of<"EscalatePromise">, given: Given): Decision => {
    const kept = promised(state);
    if (!kept?.order.risk || kept.order.risk.escalatedAt) return [];
    return [{ type: "PromiseEscalated", ...fact(given), promiseBy: kept.promiseBy }];
  },
  MissPromise: (state: Order | undefined, _: Of<"MissPromise">, given: Given): Decision => {
    const kept = promised(state);
    if (!kept || kept.order.risk?.missedAt || given.at < kept.promiseBy) return [];
    return [{ type: "PromiseMissed", ...fact(given), promiseBy: kept.promiseBy }];
  },
};

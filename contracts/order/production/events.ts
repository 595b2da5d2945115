import { z } from "zod";
import { OperatorId } from "../../shared/ids.ts";
import { event } from "../../shared/message.ts";
import { jobFacts } from "../../workshop/parts.ts";
import { Reason } from "../parts.ts";

const at = z.iso.datetime();
/** What the queue must know of the order; the first releases did not say it. */
const job = { ...jobFacts, priority: jobFacts.priority.unwrap().optional() };
/** How long the stage took that ends with this, ms. */
const tookMs = z.int().nonnegative().optional();
/** Until when the stage can be taken back. */
const undoUntil = at.optional();

export const ManufacturingApproved = event("ManufacturingApproved", job);
export const ManufacturingStarted = event("ManufacturingStarted", { operator: OperatorId, tookMs });
export const ManufacturingCompleted = event("ManufacturingCompleted", { operator: OperatorId, tookMs, undoUntil });
export const PackagingStarted = event("PackagingStarted", { tookMs, undoUntil });

const WorkPaused = event("WorkPaused", { operator: OperatorId, reason: Reason });
const WorkContinued = event("WorkContinued", { operator: OperatorId });
const ManufacturingReturned = event("ManufacturingReturned", { operator: OperatorId, reason: Reason, ...job });
const ManufacturingHandedOver = event("ManufacturingHandedOver", { from: OperatorId, to: OperatorId });
/** A fact beside the status, which goes back: by whom and why it is made good. */
const ReworkStarted = event("ReworkStarted", { operator: OperatorId, reason: Reason });
const OrderScrapped = event("OrderScrapped", { operator: OperatorId.optional(), reason: Reason, ...job });
const StageUndone = event("StageUndone", { stage: z.enum(["complete", "pack"]), operator: OperatorId });
/** Facts, not statuses: how likely the promise is kept. */
const PromiseAtRisk = event("PromiseAtRisk", { promiseBy: at, projected: at });
const PromiseSafe = event("PromiseSafe", { promiseBy: at, projected: at });
const PromiseEscalated = event("PromiseEscalated", { promiseBy: at });
const PromiseMissed = event("PromiseMissed", { promiseBy: at });

/** What happens to an order between its approval and its shipment, beside its statuses. */
export const productionEvents = [
  WorkPaused,
  WorkContinued,
  ManufacturingReturned,
  ManufacturingHandedOver,
  ReworkStarted,
  OrderScrapped,
  StageUndone,
  PromiseAtRisk,
  PromiseSafe,
  PromiseEscalated,
  PromiseMissed,
] as const;

import { z } from "zod";
import { Reason } from "../order/parts.ts";
import { OperatorId, OrderId } from "../shared/ids.ts";
import { event } from "../shared/message.ts";
import { Cap, jobFacts, Pay, Reopening, Shift, Skills, Stage, Withdrawal } from "./parts.ts";

const at = z.iso.datetime();
const job = { orderId: OrderId };
const held = { ...job, operator: OperatorId };
const lease = { until: at };
const tookMs = z.int().nonnegative().optional();

/** An operator who could have got a job, with all that the choice was made by. */
export const Candidate = z.object({
  operator: OperatorId,
  open: z.int().nonnegative(),
  /** Jobs of this shift so far. */
  given: z.int().nonnegative(),
  /** When the last one came; absent before the first. */
  lastAt: at.optional(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Why others could not: how many lack the skill, are not on shift, or have as many open jobs as they may. */
export const PassedOver = z.object({ unskilled: z.int(), away: z.int(), full: z.int() });
export type PassedOver = z.infer<typeof PassedOver>;

export const WorkshopEvent = z.discriminatedUnion("type", [
  event("WorkshopConfigured", {
    automatic: z.boolean().optional(),
    claimLeaseMs: z.int().optional(),
    workLeaseMs: z.int().optional(),
    pay: Pay.optional(),
  }),
  event("OperatorRegistered", { operator: OperatorId, name: z.string().optional(), skills: Skills, cap: Cap }),
  event("OperatorChanged", {
    operator: OperatorId,
    name: z.string().optional(),
    skills: Skills.optional(),
    cap: Cap.optional(),
  }),
  event("ShiftChanged", { operator: OperatorId, shift: Shift }),
  event("JobEnqueued", { ...job, round: z.int().positive(), ...jobFacts }),
  event("JobTaken", { ...held, ...lease }),
  /** Best candidate first; at most `candidatesMax` are kept. `more` says that the commit was full, not the queue empty. */
  event("JobAssigned", {
    ...held,
    ...lease,
    automatic: z.boolean(),
    candidates: z.array(Candidate),
    passedOver: PassedOver,
    more: z.literal(true).optional(),
  }),
  event("JobConfirmed", { ...held, ...lease, round: z.int().positive(), waitedMs: tookMs }),
  event("JobWithdrawn", { ...held, why: Withdrawal }),
  /** The operator did not work on it in time: the order is asked to come back, and again at `until` if it has not. */
  event("LeaseExpired", { ...held, ...lease }),
  event("LeaseRenewed", { ...held, ...lease }),
  event("JobHandedOver", { ...job, from: OperatorId, to: OperatorId, ...lease }),
  event("JobHeld", job),
  event("JobResumed", { ...job, until: at.optional() }),
  event("JobFinished", { ...held, tookMs, pay: Pay.optional() }),
  /** `reversed` is what was paid and is taken back by an entry of its own. */
  event("JobReopened", {
    ...held,
    ...lease,
    why: Reopening,
    round: z.int().positive(),
    reversed: Pay.optional(),
  }),
  event("JobScrapped", { ...held, reversed: Pay }),
  event("JobMoved", { ...job, stage: Stage, tookMs }),
  event("JobShipped", { ...job, tookMs }),
  event("JobDropped", job),
  event("JobAtRisk", { ...job, promiseBy: at, projected: at }),
  event("JobSafe", { ...job, promiseBy: at, projected: at }),
  event("PromiseWatchSet", { until: at }),
  event("LedgerCorrected", {
    operator: OperatorId,
    pay: Pay,
    reason: Reason,
    by: z.string(),
    orderId: OrderId.optional(),
  }),
]);
export type WorkshopEvent = z.infer<typeof WorkshopEvent>;

import { z } from "zod";
import { Reason } from "../order/parts.ts";
import { OperatorId, OrderId } from "../shared/ids.ts";
import { command } from "../shared/message.ts";
import { Currency } from "../shared/money.ts";
import { Cap, jobFacts, Pay, Reopening, Shift, Skills, Stage } from "./parts.ts";

const job = { orderId: OrderId };
const held = { ...job, operator: OperatorId };
/** How long the stage took that ends here, ms. */
const tookMs = z.int().nonnegative().optional();
/** `round` is the order's version at which it came to the queue: what is older changes nothing. */
const queued = { ...job, round: z.int().positive(), ...jobFacts };

export const WorkshopCommand = z.discriminatedUnion("type", [
  /** Leases: `claimLeaseMs` until the order says that it was started, `workLeaseMs` until the operator shows a sign of work. */
  command("ConfigureWorkshop", {
    automatic: z.boolean().optional(),
    claimLeaseMs: z.int().min(1_000).max(86_400_000).optional(),
    workLeaseMs: z.int().min(60_000).max(2_592_000_000).optional(),
    pay: Pay.optional(),
  }),
  command("RegisterOperator", {
    operator: OperatorId,
    name: z.string().trim().min(1).max(120).optional(),
    skills: Skills,
    cap: Cap,
  }),
  command("ChangeOperator", {
    operator: OperatorId,
    name: z.string().trim().min(1).max(120).optional(),
    skills: Skills.optional(),
    cap: Cap.optional(),
  }),
  command("ChangeShift", { operator: OperatorId, shift: Shift }),
  command("EnqueueJob", queued),
  /** Carries the job's facts, so that it can be taken the moment it is approved, before the queue has heard of it. */
  command("TakeJob", { operator: OperatorId, ...queued }),
  command("AssignJob", { orderId: OrderId, operator: OperatorId }),
  /** Gives as many jobs away as may go into one commit. */
  command("AssignJobs", {}),
  /** The order says that this operator has started. */
  command("ConfirmJob", { ...held, round: z.int().positive(), waitedMs: tookMs }),
  /** The order did not accept that this operator starts: it waits again, is on hold, or is no longer to be made. */
  command("WithdrawJob", { ...held, why: z.enum(["refused", "held", "gone"]) }),
  command("HandOverJob", { orderId: OrderId, from: OperatorId, to: OperatorId }),
  /** The operator shows a sign of work: the lease begins anew. */
  command("RenewLease", held),
  command("HoldJob", job),
  command("ResumeJob", job),
  command("FinishJob", { ...held, tookMs }),
  command("ReopenJob", { ...held, why: Reopening, round: z.int().positive() }),
  command("MoveJob", { ...job, stage: Stage.extract(["made", "packing"]), tookMs }),
  command("ShipJob", { ...job, tookMs }),
  command("DropJob", job),
  command("ExpireLeases", {}),
  command("WatchPromises", {}),
  /** Entries of the pay ledger are never edited: what was wrong gets another entry. */
  command("CorrectLedger", {
    operator: OperatorId,
    amount: z.int().min(-1_000_000_00).max(1_000_000_00),
    currency: Currency,
    reason: Reason,
    orderId: OrderId.optional(),
  }),
]);
export type WorkshopCommand = z.infer<typeof WorkshopCommand>;

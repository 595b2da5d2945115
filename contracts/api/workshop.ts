import { z } from "zod";
import { Reason } from "../order/parts.ts";
import { OperatorId, OrderId } from "../shared/ids.ts";
import { Currency } from "../shared/money.ts";
import { Cap, Pay, Shift, Skills, Stage, usualCap } from "../workshop/parts.ts";

export const HandOverBody = z.strictObject({ to: OperatorId }).meta({ id: "HandOver" });
export const ShiftBody = z.strictObject({ shift: Shift }).meta({ id: "ChangeShift" });

/** How the workshop works; what is left out stays as it is. */
export const SettingsBody = z
  .strictObject({
    automatic: z.boolean().optional().describe("jobs go to free operators by themselves"),
    claimLeaseMs: z.int().min(1_000).max(86_400_000).optional().describe("until a taken job must have been started"),
    workLeaseMs: z.int().min(60_000).max(2_592_000_000).optional().describe("until there must be a sign of work"),
    pay: Pay.optional().describe("for each finished job from now on"),
  })
  .meta({ id: "WorkshopSettings" });

const Name = z.string().trim().min(1).max(120);
export const NewOperatorBody = z
  .strictObject({
    operator: OperatorId,
    name: Name.optional(),
    skills: Skills.default(["*"]),
    cap: Cap.default(usualCap),
  })
  .meta({ id: "NewOperator" });
export const ChangeOperatorBody = z
  .strictObject({ name: Name.optional(), skills: Skills.optional(), cap: Cap.optional() })
  .meta({ id: "ChangeOperator" });

/** One order to one operator; without either, all that waits to whoever is free. */
export const AssignBody = z
  .strictObject({ orderId: OrderId.optional(), operator: OperatorId.optional() })
  .refine(({ orderId, operator }) => (orderId === undefined) === (operator === undefined), {
    path: ["operator"],
    message: "comes with an orderId, or neither does",
  })
  .meta({ id: "Assign" });

export const CorrectionBody = z
  .strictObject({
    operator: OperatorId,
    amount: z.int().min(-100_000_000).max(100_000_000).describe("minor units, below zero to take back"),
    currency: Currency,
    reason: Reason,
    orderId: OrderId.optional(),
  })
  .meta({ id: "LedgerCorrection" });

/** What a change of the workshop is answered. */
export const WorkshopWritten = z.object({ version: z.int() }).meta({ id: "WorkshopWritten" });

const Clock = z.iso.datetime();

/** An operator as everybody in the workshop sees them. */
export const OperatorView = z.object({
  id: OperatorId,
  name: z.string().optional(),
  skills: Skills,
  cap: Cap,
  shift: Shift,
  open: z.int().describe("jobs in hand that are not on hold"),
  given: z.int().describe("jobs of this shift so far"),
  lastAt: Clock.optional(),
});

export const WorkshopJob = z.object({
  orderId: OrderId,
  stage: Stage,
  since: Clock,
  skill: z.string().optional(),
  priority: z.int(),
  promiseBy: Clock.optional(),
  projected: Clock.describe("when it will be shipped if all goes as expected"),
  atRisk: z.boolean(),
  onHold: z.boolean(),
  operator: OperatorId.optional(),
  leaseUntil: Clock.optional(),
});
export type WorkshopJob = z.infer<typeof WorkshopJob>;

/** The workshop at a glance. */
export const WorkshopView = z
  .object({
    version: z.int(),
    automatic: z.boolean(),
    pay: Pay,
    operators: z.array(OperatorView),
    waiting: z.int().describe("orders in the queue that somebody can have"),
    byStage: z.record(Stage, z.int()),
    expectedMs: z.record(Stage, z.number()).describe("what is expected of a stage, learned from the last orders"),
    oldest: WorkshopJob.optional().describe("what has waited longest"),
    atRisk: z.array(WorkshopJob).describe("those that will miss their promise, the next first; a hundred at most"),
  })
  .meta({ id: "Workshop" });
export type WorkshopView = z.infer<typeof WorkshopView>;

/** The months the ledger is kept by. */
const Period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month, such as 2026-11");

export const LedgerQuery = z.strictObject({
  period: Period,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const LedgerExportQuery = z.strictObject({
  period: Period,
  operator: OperatorId.optional(),
  format: z.enum(["jsonl", "csv"]).default("jsonl"),
});

export const LedgerEntry = z.object({
  entry: z.string(),
  at: Clock,
  operator: OperatorId,
  orderId: OrderId.optional(),
  kind: z.enum(["made", "undone", "scrapped", "correction"]),
  amount: z.int(),
  currency: Currency,
  reason: z.string().optional(),
  by: z.string().optional(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
export const LedgerPage = z
  .object({
    items: z.array(LedgerEntry),
    next: z.string().optional(),
    total: z.array(Pay).describe("of the whole period, a sum for each currency"),
  })
  .meta({ id: "Ledger" });
export type LedgerPage = z.infer<typeof LedgerPage>;

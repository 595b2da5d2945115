import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { jobIn, type Workshop } from "#contracts/workshop/workshop.ts";
import type { Decider } from "../runtime/decider.ts";
import { after, andAssign } from "./assign.ts";
import { registered } from "./claims.ts";

type Rows = Decider<Workshop, WorkshopCommand, WorkshopEvent>["decide"];
type Progress =
  | "ConfirmJob"
  | "RenewLease"
  | "HoldJob"
  | "ResumeJob"
  | "FinishJob"
  | "ReopenJob"
  | "MoveJob"
  | "ShipJob"
  | "DropJob";

/** What orders tell of themselves. It has happened, so nothing of it is refused; what is known already changes nothing. */
export const progress: Pick<Rows, Progress> = {
  ConfirmJob: (workshop, { type: _, ...confirmed }, { at }) => {
    const { orderId, operator, round } = confirmed;
    const job = jobIn(workshop, orderId);
    const isKnown = job?.claim?.operator === operator && job.claim.confirmed;
    if (job && (job.round > round || isKnown)) return [];
    const until = after(at, workshop.workLeaseMs);
    return [...registered(workshop, operator, at), { type: "JobConfirmed", v: 1, at, ...confirmed, until }];
  },
  RenewLease: (workshop, { orderId, operator }, { at }) => {
    if (jobIn(workshop, orderId)?.claim?.operator !== operator) return [];
    return [{ type: "LeaseRenewed", v: 1, at, orderId, operator, until: after(at, workshop.workLeaseMs) }];
  },
  HoldJob: (workshop, { orderId }, { at }) => {
    const job = jobIn(workshop, orderId);
    return !job || job.held ? [] : andAssign(workshop, [{ type: "JobHeld", v: 1, at, orderId }], at);
  },
  ResumeJob: (workshop, { orderId }, { at }) => {
    const job = jobIn(workshop, orderId);
    if (!job?.held) return [];
    const until = job.claim ? { until: after(at, workshop.workLeaseMs) } : {};
    return andAssign(workshop, [{ type: "JobResumed", v: 1, at, orderId, ...until }], at);
  },
  FinishJob: (workshop, { type: _, ...finished }, { at }) => {
    const job = jobIn(workshop, finished.orderId);
    if (job?.stage !== "making") return [];
    // What was made again was paid for the first time.
    const pay = job.done?.pay ? {} : { pay: workshop.pay };
    return andAssign(workshop, [{ type: "JobFinished", v: 1, at, ...finished, ...pay }], at);
  },
  ReopenJob: (workshop, { type: _, ...reopened }, { at }) => {
    const job = jobIn(workshop, reopened.orderId);
    if (!job || job.round >= reopened.round) return [];
    const reversed = reopened.why === "undone" && job.done?.pay ? { reversed: job.done.pay } : {};
    const until = after(at, workshop.workLeaseMs);
    const arriving = registered(workshop, reopened.operator, at);
    return [...arriving, { type: "JobReopened", v: 1, at, ...reopened, until, ...reversed }];
  },
  MoveJob: (workshop, { type: _, ...moved }, { at }) => {
    const job = jobIn(workshop, moved.orderId);
    return !job || job.stage === moved.stage ? [] : [{ type: "JobMoved", v: 1, at, ...moved }];
  },
  ShipJob: (workshop, { type: _, ...shipped }, { at }) =>
    jobIn(workshop, shipped.orderId) ? [{ type: "JobShipped", v: 1, at, ...shipped }] : [],
  DropJob: (workshop, { orderId }, { at }) =>
    jobIn(workshop, orderId) ? andAssign(workshop, [{ type: "JobDropped", v: 1, at, orderId }], at) : [],
} satisfies Pick<Rows, Progress>;

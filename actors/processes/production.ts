import { orderHistory } from "#contracts/order/history.ts";
import { mainWorkshop } from "#contracts/shared/ids.ts";
import { workshopSystem } from "#contracts/shared/principal.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import { workshopHistory } from "#contracts/workshop/history.ts";
import type { JobFacts } from "#contracts/workshop/parts.ts";
import { type Cause, type ProcessManager, type Reaction, reactTo } from "../runtime/processes/process-manager.ts";

type Told = WorkshopCommand["type"];
/** What the workshop is told of an order: which, and what the event says. */
const tell = (type: Told, { aggregate: orderId }: Cause, more: object = {}): readonly Reaction[] => [
  { send: { type, orderId, ...more }, to: mainWorkshop },
];

/** The first releases' events said nothing of these. */
type Facts = { readonly [Fact in keyof JobFacts]?: JobFacts[Fact] | undefined };
const usualPriority = 0;
/** The order waits in the queue, from this version of it on. */
const enqueue = ({ skill, priority = usualPriority, promiseBy }: Facts, cause: Cause) =>
  tell("EnqueueJob", cause, { round: cause.version, priority, ...defined({ skill, promiseBy }) });

const defined = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const drop = (_: unknown, cause: Cause) => tell("DropJob", cause);
const reopen = (operator: string, why: "undone" | "rework", cause: Cause) =>
  tell("ReopenJob", cause, { operator, why, round: cause.version });

/** What becomes of an order, the workshop is told. */
const onOrders = reactTo("ord", orderHistory, {
  ManufacturingApproved: enqueue,
  ManufacturingReturned: enqueue,
  OrderScrapped: enqueue,
  ManufacturingStarted: ({ operator, tookMs }, cause) =>
    tell("ConfirmJob", cause, { operator, round: cause.version, ...defined({ waitedMs: tookMs }) }),
  ManufacturingHandedOver: ({ to }, cause) => tell("ConfirmJob", cause, { operator: to, round: cause.version }),
  WorkPaused: ({ operator }, cause) => tell("RenewLease", cause, { operator }),
  WorkContinued: ({ operator }, cause) => tell("RenewLease", cause, { operator }),
  ManufacturingCompleted: ({ operator, tookMs }, cause) =>
    tell("FinishJob", cause, { operator, ...defined({ tookMs }) }),
  ReworkStarted: ({ operator }, cause) => reopen(operator, "rework", cause),
  StageUndone: ({ stage, operator }, cause) =>
    stage === "pack" ? tell("MoveJob", cause, { stage: "made" }) : reopen(operator, "undone", cause),
  PackagingStarted: ({ tookMs }, cause) => tell("MoveJob", cause, { stage: "packing", ...defined({ tookMs }) }),
  OrderShipped: ({ tookMs }, cause) => tell("ShipJob", cause, defined({ tookMs })),
  OrderHeld: (_, cause) => tell("HoldJob", cause),
  OrderResumed: (_, cause) => tell("ResumeJob", cause),
  OrderCancelled: drop,
  OrderRejected: drop,
});

/** The order did not let the operator start: it is on hold, or was cancelled, or somebody else has begun meanwhile. */
const takeBack =
  (orderId: string, operator: string) =>
  (code: RefusalCode): readonly Reaction[] => {
    const why = code === "order/on-hold" ? "held" : "gone";
    return [{ send: { type: "WithdrawJob", orderId, operator, why }, to: mainWorkshop }];
  };

const start = (orderId: string, operator: string): Reaction => ({
  send: { type: "StartAssigned", operator },
  to: orderId,
  onRefused: takeBack(orderId, operator),
});

const expire = { type: "ExpireLeases" };
/** One timer a commit: it looks at all leases, and the last of a commit is the latest. */
const claimLease = ({ until }: { until: string }): Reaction => ({ arm: "claim-lease", at: until, command: expire });
const workLease = ({ until }: { until: string }): readonly Reaction[] => [
  { arm: "work-lease", at: until, command: expire },
];

/** What the workshop decides, orders are told. Takes by hand are started by whoever asked for them. */
const onWorkshop = reactTo("wks", workshopHistory, {
  JobTaken: (event) => [claimLease(event)],
  JobAssigned: (event, { aggregate }) => [
    start(event.orderId, event.operator),
    claimLease(event),
    ...(event.more ? [{ send: { type: "AssignJobs" }, to: aggregate }] : []),
  ],
  JobConfirmed: workLease,
  JobReopened: workLease,
  LeaseRenewed: workLease,
  JobResumed: ({ until }) => (until === undefined ? [] : workLease({ until })),
  JobHandedOver: ({ orderId, from, to, until }) => [
    // Not begun yet, it is the colleague's to begin.
    { send: { type: "HandOver", from, to }, to: orderId, onRefused: () => [start(orderId, to)] },
    ...workLease({ until }),
  ],
  LeaseExpired: ({ orderId, operator, until }) => [
    { send: { type: "ReturnToQueue", operator, reason: "no sign of work in time" }, to: orderId },
    ...workLease({ until }),
  ],
  JobAtRisk: ({ orderId, projected }) => [{ send: { type: "RecordRisk", projected }, to: orderId }],
  JobSafe: ({ orderId, projected }) => [{ send: { type: "ClearRisk", projected }, to: orderId }],
  PromiseWatchSet: ({ until }) => [{ arm: "promise-watch", at: until, command: { type: "WatchPromises" } }],
});

/** Keeps the workshop and the orders in step: claims are made there first, and given up here first. */
export const production: ProcessManager = {
  name: "production",
  by: workshopSystem.id,
  react: (event, cause) => [...onOrders(event, cause), ...onWorkshop(event, cause)],
};

import type { OperatorId } from "#contracts/shared/ids.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";
import { hasSkill, isWaiting } from "#contracts/workshop/choice.ts";
import type { WorkshopCommand } from "#contracts/workshop/commands.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { usualCap } from "#contracts/workshop/parts.ts";
import { everySkill } from "#contracts/workshop/stages.ts";
import {
  evolveWorkshop,
  type Job,
  jobIn,
  type Operator,
  operatorIn,
  type Workshop,
} from "#contracts/workshop/workshop.ts";
import { type Given, type Rejection, reject } from "../runtime/decider.ts";
import { after, andAssign, assignment } from "./assign.ts";
import { beginWatch } from "./promises.ts";

type Decision = readonly WorkshopEvent[] | Rejection;
type Of<Type> = Extract<WorkshopCommand, { type: Type }>;

/** Who comes to work unannounced is let in: that they may work here at all has been checked where they signed in. */
export const registered = (workshop: Workshop, operator: OperatorId, at: string): WorkshopEvent[] =>
  operatorIn(workshop, operator)
    ? []
    : [{ type: "OperatorRegistered", v: 1, at, operator, skills: [everySkill], cap: usualCap }];

/** Why an operator cannot have one more job of this kind, whoever gives it. */
function refusalFor(operator: Operator, { skill }: Pick<Job, "skill">): RefusalCode | undefined {
  if (!hasSkill(operator, skill)) return "workshop/skill-missing";
  return operator.open >= operator.cap ? "workshop/at-cap" : undefined;
}

const enqueued = ({ type: _, ...facts }: Of<"EnqueueJob">, at: string): WorkshopEvent => ({
  type: "JobEnqueued",
  v: 1,
  at,
  ...facts,
});

/** Puts an order into the queue, from whatever stage it comes; what was paid for a scrapped one is taken back. */
export function enqueue(workshop: Workshop, command: Of<"EnqueueJob">, { at }: Given): Decision {
  const job = jobIn(workshop, command.orderId);
  if (job && job.round >= command.round) return [];
  const { orderId } = command;
  const done = job?.done;
  const scrapped: WorkshopEvent[] = done?.pay
    ? [{ type: "JobScrapped", v: 1, at, orderId, operator: done.operator, reversed: done.pay }]
    : [];
  const events = [...scrapped, enqueued(command, at), ...beginWatch(workshop, command.promiseBy, at)];
  return andAssign(workshop, events, at);
}

/** One operator takes one order; nobody else can have it from then on. */
export function take(workshop: Workshop, { type: _, operator: id, ...facts }: Of<"TakeJob">, { at }: Given): Decision {
  const known = jobIn(workshop, facts.orderId);
  // The order was free at this version: a claim from before it is over, though nobody has said so here yet.
  const job = known && (known.round >= facts.round || isWaiting(known)) ? known : undefined;
  if (job?.claim) return job.claim.operator === id ? [] : reject("workshop/taken");
  if (job?.held) return reject("order/on-hold");
  if (job && !isWaiting(job)) return reject("workshop/not-queued");
  const arriving = registered(workshop, id, at);
  const operator = operatorIn(arriving.reduce(evolveWorkshop, workshop), id);
  const refusal = operator && refusalFor(operator, job ?? facts);
  if (refusal) return reject(refusal);
  // Whoever takes an order is at work.
  const shift: WorkshopEvent[] =
    operator?.shift === "on" ? [] : [{ type: "ShiftChanged", v: 1, at, operator: id, shift: "on" }];
  const queued = job
    ? []
    : [enqueued({ type: "EnqueueJob", ...facts }, at), ...beginWatch(workshop, facts.promiseBy, at)];
  const until = after(at, workshop.claimLeaseMs);
  return [
    ...arriving,
    ...shift,
    ...queued,
    { type: "JobTaken", v: 1, at, orderId: facts.orderId, operator: id, until },
  ];
}

/** Somebody with an overview gives one order to one operator. */
export function assignByHand(workshop: Workshop, command: Of<"AssignJob">, { at }: Given): Decision {
  const job = jobIn(workshop, command.orderId);
  const operator = operatorIn(workshop, command.operator);
  if (!job) return reject("workshop/not-found");
  if (!operator) return reject("operator/not-found");
  if (job.claim) return job.claim.operator === operator.id ? [] : reject("workshop/taken");
  if (job.held) return reject("order/on-hold");
  if (!isWaiting(job)) return reject("workshop/not-queued");
  if (operator.shift !== "on") return reject("workshop/not-on-shift");
  const refusal = refusalFor(operator, job);
  return refusal ? reject(refusal) : [assignment(workshop, job, { operator: operator.id, at, automatic: false })];
}

/** From one operator to a colleague who can do it and is there. */
export function handOver(workshop: Workshop, { orderId, from, to }: Of<"HandOverJob">, { at }: Given): Decision {
  const job = jobIn(workshop, orderId);
  const colleague = operatorIn(workshop, to);
  if (!job) return reject("workshop/not-found");
  if (job.claim?.operator === to) return [];
  if (job.claim?.operator !== from) return reject("workshop/not-theirs");
  if (!colleague) return reject("operator/not-found");
  if (colleague.shift !== "on") return reject("workshop/not-on-shift");
  const refusal = refusalFor(colleague, job);
  const until = after(at, workshop.workLeaseMs);
  return refusal ? reject(refusal) : [{ type: "JobHandedOver", v: 1, at, orderId, from, to, until }];
}

/** Takes back a claim that the order did not accept; one it has accepted since stays. */
export function withdraw(workshop: Workshop, { orderId, operator, why }: Of<"WithdrawJob">, { at }: Given): Decision {
  const claim = jobIn(workshop, orderId)?.claim;
  if (claim?.operator !== operator || claim.confirmed) return [];
  if (why === "gone") return andAssign(workshop, [{ type: "JobDropped", v: 1, at, orderId }], at);
  return andAssign(workshop, [{ type: "JobWithdrawn", v: 1, at, orderId, operator, why }], at);
}

/** Leases that are over in one commit at most. */
const expiriesMax = 100;

/** Jobs nobody has shown a sign of work on in time: not begun, they wait again; begun, the order is asked to come back. */
export function expireLeases(workshop: Workshop, jobs: readonly Job[], { at }: Given): Decision {
  const over = jobs.filter(({ claim, held }) => claim && !held && claim.until <= at).slice(0, expiriesMax);
  const events = over.flatMap(({ orderId, claim }): WorkshopEvent[] => {
    if (!claim) return [];
    const { operator, confirmed } = claim;
    const until = after(at, workshop.workLeaseMs);
    if (confirmed) return [{ type: "LeaseExpired", v: 1, at, orderId, operator, until }];
    return [{ type: "JobWithdrawn", v: 1, at, orderId, operator, why: "expired" }];
  });
  return events.length === 0 ? [] : andAssign(workshop, events, at);
}

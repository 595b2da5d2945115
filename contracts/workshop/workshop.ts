import type { OperatorId, OrderId } from "../shared/ids.ts";
import { type Buckets, get, put } from "./buckets.ts";
import type { WorkshopEvent } from "./events.ts";
import { type Durations, learned, noDurations } from "./expectations.ts";
import type { JobFacts, Pay, Shift } from "./parts.ts";
import type { Stage } from "./stages.ts";

export interface Operator {
  readonly id: OperatorId;
  readonly name?: string | undefined;
  readonly skills: readonly string[];
  readonly cap: number;
  readonly shift: Shift;
  /** Jobs in hand that are not on hold. */
  readonly open: number;
  /** Jobs of this shift so far, and when the last one came. */
  readonly given: number;
  readonly lastAt?: string | undefined;
}

/** Who has a job, until when unless they show a sign of work; confirmed once the order says that it was started. */
export interface Claim {
  readonly operator: OperatorId;
  readonly until: string;
  readonly confirmed: boolean;
}

export interface Job extends JobFacts {
  readonly orderId: OrderId;
  /** The order's version at which it came here: what is older changes nothing. */
  readonly round: number;
  readonly stage: Stage;
  readonly since: string;
  readonly claim?: Claim | undefined;
  readonly held?: boolean | undefined;
  /** Who made it, and what was paid for that. */
  readonly done?: { readonly operator: OperatorId; readonly pay?: Pay | undefined } | undefined;
  /** When it was first seen to be at risk of missing its promise. */
  readonly riskAt?: string | undefined;
}

/** A workshop: the one writer of who works on what. It is there, with these settings, before anything happens in it. */
export interface Workshop {
  readonly automatic: boolean;
  readonly claimLeaseMs: number;
  readonly workLeaseMs: number;
  /** For each finished job; corrections and settings change what is paid from then on. */
  readonly pay: Pay;
  readonly operators: Readonly<Record<string, Operator>>;
  readonly jobs: Buckets<Job>;
  readonly durations: Durations;
  /** When promises are looked at next. */
  readonly watchUntil?: string | undefined;
}

export const emptyWorkshop: Workshop = {
  automatic: false,
  claimLeaseMs: 2 * 60_000,
  workLeaseMs: 3 * 24 * 60 * 60_000,
  pay: { amount: 0, currency: "EUR" },
  operators: {},
  jobs: {},
  durations: noDurations,
};

type Of<Type> = Extract<WorkshopEvent, { type: Type }>;
type Evolve = { [Type in WorkshopEvent["type"]]: (workshop: Workshop, event: Of<Type>) => Workshop };

const isOpen = (job: Job | undefined): OperatorId | undefined => (job?.held ? undefined : job?.claim?.operator);

function withOperator(workshop: Workshop, id: OperatorId, change: (operator: Operator) => Operator): Workshop {
  const known = operatorIn(workshop, id);
  return known ? { ...workshop, operators: { ...workshop.operators, [id]: change(known) } } : workshop;
}

const addOpen = (workshop: Workshop, id: OperatorId | undefined, by: number): Workshop =>
  id === undefined ? workshop : withOperator(workshop, id, (operator) => ({ ...operator, open: operator.open + by }));

/** The workshop with another job in a job's place, and everybody's open jobs counted anew. */
function withJob(workshop: Workshop, id: OrderId, job: Job | undefined): Workshop {
  const [before, after] = [isOpen(get(workshop.jobs, id)), isOpen(job)];
  const changed = { ...workshop, jobs: put(workshop.jobs, id, job) };
  return before === after ? changed : addOpen(addOpen(changed, before, -1), after, 1);
}

const change = (workshop: Workshop, id: OrderId, by: (job: Job) => Job): Workshop => {
  const job = get(workshop.jobs, id);
  return job ? withJob(workshop, id, by(job)) : workshop;
};

/** One more job of the operator's shift. */
const counted = (workshop: Workshop, id: OperatorId, at: string): Workshop =>
  withOperator(workshop, id, (operator) => ({ ...operator, given: operator.given + 1, lastAt: at }));

const claimed = (workshop: Workshop, { orderId, operator, until, at }: Of<"JobTaken"> | Of<"JobAssigned">): Workshop =>
  counted(
    change(workshop, orderId, (job) => ({
      ...job,
      claim: { operator, until, confirmed: false },
    })),
    operator,
    at,
  );

const leased = (workshop: Workshop, { orderId, until }: Of<"LeaseExpired"> | Of<"LeaseRenewed">): Workshop =>
  change(workshop, orderId, (job) => ({ ...job, claim: job.claim && { ...job.claim, until } }));

const took = (workshop: Workshop, stage: Stage, tookMs: number | undefined): Workshop =>
  tookMs === undefined ? workshop : { ...workshop, durations: learned(workshop.durations, stage, tookMs) };

const inHand = (job: Job | undefined, event: Of<"JobConfirmed"> | Of<"JobReopened">): Job => {
  const { orderId, operator, until, at, round } = event;
  const facts = job ?? { orderId, priority: 0 };
  const since = job?.stage === "making" ? job.since : at;
  const claim = { operator, until, confirmed: true };
  return { ...facts, round, stage: "making", since, claim };
};

/** Only what an event names: what it leaves out stays as it was. */
const named = <Given extends object>(given: Given): Partial<{ [Key in keyof Given]: NonNullable<Given[Key]> }> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given as never;

const evolve: Evolve = {
  WorkshopConfigured: (workshop, { type: _, v: __, at: ___, ...settings }) => ({ ...workshop, ...named(settings) }),
  OperatorRegistered: (workshop, { operator: id, name, skills, cap }) => {
    const operator: Operator = { id, name, skills, cap, shift: "off", open: 0, given: 0 };
    return { ...workshop, operators: { ...workshop.operators, [id]: operator } };
  },
  OperatorChanged: (workshop, { operator, name, skills, cap }) =>
    withOperator(workshop, operator, (known) => ({ ...known, ...named({ name, skills, cap }) })),
  ShiftChanged: (workshop, { operator, shift }) =>
    withOperator(workshop, operator, (known) => ({
      ...known,
      shift,
      ...(known.shift === "off" ? { given: 0, lastAt: undefined } : {}),
    })),
  JobEnqueued: (workshop, { type: _, v: __, at, ...facts }) =>
    withJob(workshop, facts.orderId, {
      ...facts,
      stage: "queue",
      since: at,
      held: jobIn(workshop, facts.orderId)?.held,
    }),
  JobTaken: claimed,
  JobAssigned: claimed,
  JobConfirmed: (workshop, event) =>
    took(withJob(workshop, event.orderId, inHand(get(workshop.jobs, event.orderId), event)), "queue", event.waitedMs),
  JobWithdrawn: (workshop, { orderId, why }) =>
    change(workshop, orderId, (job) => ({ ...job, claim: undefined, held: why === "held" ? true : job.held })),
  LeaseExpired: leased,
  LeaseRenewed: leased,
  JobHandedOver: (workshop, { orderId, to, until, at }) =>
    counted(
      change(workshop, orderId, (job) => ({ ...job, claim: job.claim && { ...job.claim, operator: to, until } })),
      to,
      at,
    ),
  JobHeld: (workshop, { orderId }) => change(workshop, orderId, (job) => ({ ...job, held: true })),
  JobResumed: (workshop, { orderId, until }) =>
    change(workshop, orderId, (job) => ({
      ...job,
      held: undefined,
      claim: job.claim && until !== undefined ? { ...job.claim, until } : job.claim,
    })),
  JobFinished: (workshop, { orderId, operator, at, tookMs, pay }) => {
    const before = get(workshop.jobs, orderId)?.done?.pay;
    const done = { operator, pay: pay ?? before };
    const moved = change(workshop, orderId, (job) => ({ ...job, stage: "made", since: at, claim: undefined, done }));
    return took(moved, "making", tookMs);
  },
  JobReopened: (workshop, event) => {
    const job = get(workshop.jobs, event.orderId);
    const done = event.reversed ? undefined : job?.done;
    return withJob(workshop, event.orderId, { ...inHand(job, event), done });
  },
  JobScrapped: (workshop, { orderId }) => change(workshop, orderId, (job) => ({ ...job, done: undefined })),
  JobMoved: (workshop, { orderId, stage, at, tookMs }) =>
    took(
      change(workshop, orderId, (job) => ({ ...job, stage, since: at })),
      "made",
      tookMs,
    ),
  JobShipped: (workshop, { orderId, tookMs }) => took(withJob(workshop, orderId, undefined), "packing", tookMs),
  JobDropped: (workshop, { orderId }) => withJob(workshop, orderId, undefined),
  JobAtRisk: (workshop, { orderId, at }) => change(workshop, orderId, (job) => ({ ...job, riskAt: at })),
  JobSafe: (workshop, { orderId }) => change(workshop, orderId, (job) => ({ ...job, riskAt: undefined })),
  PromiseWatchSet: (workshop, { until }) => ({ ...workshop, watchUntil: until }),
  LedgerCorrected: (workshop) => workshop,
};

/** The workshop after one more event. */
export const evolveWorkshop = (workshop: Workshop, event: WorkshopEvent): Workshop =>
  (evolve[event.type] as (workshop: Workshop, event: WorkshopEvent) => Workshop)(workshop, event);

/** An operator the workshop knows. */
export const operatorIn = ({ operators }: Workshop, id: string): Operator | undefined =>
  Object.hasOwn(operators, id) ? operators[id] : undefined;

export const jobIn = ({ jobs }: Workshop, orderId: string): Job | undefined => get(jobs, orderId);

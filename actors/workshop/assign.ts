import { values } from "#contracts/workshop/buckets.ts";
import { byUrgency, candidatesFor, candidatesMax, hasSkill, isFree, isWaiting } from "#contracts/workshop/choice.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { evolveWorkshop, type Job, type Operator, type Workshop } from "#contracts/workshop/workshop.ts";

/** Jobs given away by one command at most: their candidates are written down, and a commit has a size. */
export const assignmentsMax = 25;

/** An instant so many ms after another, RFC 3339. */
export const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** The assignment of a job to somebody, with everybody who could have got it. */
export function assignment(
  workshop: Workshop,
  job: Job,
  { operator, at, automatic }: { operator?: Operator["id"]; at: string; automatic: boolean },
): WorkshopEvent {
  const { candidates, passedOver } = candidatesFor(Object.values(workshop.operators), job);
  const chosen = operator ?? candidates[0]?.operator;
  if (!chosen) throw new Error(`nobody can get ${job.orderId}`);
  const until = after(at, workshop.claimLeaseMs);
  const why = { automatic, candidates: candidates.slice(0, candidatesMax), passedOver };
  return { type: "JobAssigned", v: 1, at, orderId: job.orderId, operator: chosen, until, ...why };
}

/** The most urgent of the jobs somebody who is free can do, taken out of `waiting`. */
function takeNext(waiting: Job[], free: readonly Operator[]): Job | undefined {
  let best = -1;
  for (const [i, job] of waiting.entries()) {
    const known = waiting[best];
    if (known && byUrgency(known, job) <= 0) continue;
    if (free.some((operator) => hasSkill(operator, job.skill))) best = i;
  }
  return best < 0 ? undefined : waiting.splice(best, 1)[0];
}

/** Gives waiting jobs to free operators until one of both runs out, or the commit is full. */
export function assignments(workshop: Workshop, at: string): WorkshopEvent[] {
  const freeIn = ({ operators }: Workshop) => Object.values(operators).filter(isFree);
  if (freeIn(workshop).length === 0) return [];
  const waiting = values(workshop.jobs).filter(isWaiting);
  const events: WorkshopEvent[] = [];
  let state = workshop;
  for (;;) {
    const job = takeNext(waiting, freeIn(state));
    if (!job) return events;
    if (events.length === assignmentsMax) return withMore(events);
    const event = assignment(state, job, { at, automatic: true });
    events.push(event);
    state = evolveWorkshop(state, event);
  }
}

const withMore = (events: readonly WorkshopEvent[]): WorkshopEvent[] =>
  events.map((event, i) =>
    i === events.length - 1 && event.type === "JobAssigned" ? { ...event, more: true as const } : event,
  );

/** What happens, and whom it frees for what: where jobs are assigned automatically, in the same commit. */
export function andAssign(workshop: Workshop, events: readonly WorkshopEvent[], at: string): WorkshopEvent[] {
  const state = events.reduce(evolveWorkshop, workshop);
  return state.automatic ? [...events, ...assignments(state, at)] : [...events];
}

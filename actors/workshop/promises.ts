import { values } from "#contracts/workshop/buckets.ts";
import type { WorkshopEvent } from "#contracts/workshop/events.ts";
import { expectationsOf, projectedMs, riskMs } from "#contracts/workshop/expectations.ts";
import type { Job, Workshop } from "#contracts/workshop/workshop.ts";
import { after } from "./assign.ts";

/** Promises are looked at this often at least, because what is expected changes with every order, ms. */
const lookEveryMs = 60 * 60_000;
/** And no more often than this, ms. */
const restMs = 60_000;
/** Jobs that change their standing in one commit at most. */
const eventsMax = 200;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Jobs that are newly at risk, or no longer; the gravest first does not matter, for the rest come a minute later. */
function changes(jobs: readonly Job[], workshop: Workshop, at: string): WorkshopEvent[] {
  const expected = expectationsOf(workshop.durations);
  const nowMs = Date.parse(at);
  return jobs.flatMap((job): WorkshopEvent[] => {
    const { orderId, promiseBy, riskAt } = job;
    if (promiseBy === undefined) return [];
    const isAtRisk = riskMs(job, expected) <= nowMs;
    if (isAtRisk === (riskAt !== undefined)) return [];
    const projected = iso(projectedMs(job, expected, nowMs));
    return [{ type: isAtRisk ? "JobAtRisk" : "JobSafe", v: 1, at, orderId, promiseBy, projected }];
  });
}

/** When the next job comes to be at risk, if nothing moves, between a minute and an hour from now. */
function nextLook(jobs: readonly Job[], workshop: Workshop, at: string): string {
  const expected = expectationsOf(workshop.durations);
  const nowMs = Date.parse(at);
  const risks = jobs.filter(({ riskAt }) => riskAt === undefined).map((job) => riskMs(job, expected));
  const next = Math.min(nowMs + lookEveryMs, ...risks.filter((ms) => ms > nowMs));
  return iso(Math.max(nowMs + restMs, next));
}

/** Looks at all promises; says when to look again while there are any. */
export function watch(workshop: Workshop, at: string): WorkshopEvent[] {
  const promised = values(workshop.jobs).filter(({ promiseBy }) => promiseBy !== undefined);
  if (promised.length === 0) return [];
  const all = changes(promised, workshop, at);
  const until = all.length > eventsMax ? after(at, restMs) : nextLook(promised, workshop, at);
  return [...all.slice(0, eventsMax), { type: "PromiseWatchSet", v: 1, at, until }];
}

/** Begins to look after promises when a job with one comes and nobody does. */
export function beginWatch({ watchUntil }: Workshop, promiseBy: string | undefined, at: string): WorkshopEvent[] {
  if (promiseBy === undefined || (watchUntil !== undefined && watchUntil > at)) return [];
  return [{ type: "PromiseWatchSet", v: 1, at, until: after(at, restMs) }];
}

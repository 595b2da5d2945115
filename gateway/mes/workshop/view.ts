import type { WorkshopJob, WorkshopView } from "#contracts/api/workshop.ts";
import { values } from "#contracts/workshop/buckets.ts";
import { isWaiting } from "#contracts/workshop/choice.ts";
import { type Expectations, expectationsOf, projectedMs, riskMs } from "#contracts/workshop/expectations.ts";
import { stages } from "#contracts/workshop/stages.ts";
import type { Job, Workshop } from "#contracts/workshop/workshop.ts";

/** Jobs at risk that are shown at most. */
const shownMax = 100;

const byAge = (a: Job, b: Job): number => (a.since < b.since ? -1 : 1);

/** A job as everybody in the workshop sees it; `now` is epoch ms. */
export function jobView(job: Job, expected: Expectations, now: number): WorkshopJob {
  const { orderId, stage, since, skill, priority, promiseBy, claim, held } = job;
  return {
    ...{ orderId, stage, since, priority },
    ...(skill === undefined ? {} : { skill }),
    ...(promiseBy === undefined ? {} : { promiseBy }),
    ...(claim === undefined ? {} : { operator: claim.operator, leaseUntil: claim.until }),
    projected: new Date(projectedMs(job, expected, now)).toISOString(),
    atRisk: riskMs(job, expected) <= now,
    onHold: held === true,
  };
}

const byPromise = (a: WorkshopJob, b: WorkshopJob): number => ((a.promiseBy ?? "") < (b.promiseBy ?? "") ? -1 : 1);

/** The workshop at a glance, as of `version`; `now` is epoch ms. */
export function workshopView(version: number, workshop: Workshop, now: number): WorkshopView {
  const expected = expectationsOf(workshop.durations);
  const jobs = values(workshop.jobs);
  const waiting = jobs.filter(isWaiting).sort(byAge);
  const atRisk = jobs.map((job) => jobView(job, expected, now)).filter((job) => job.atRisk);
  const inStage = (stage: Job["stage"]) => jobs.filter((job) => job.stage === stage).length;
  return {
    version,
    automatic: workshop.automatic,
    pay: workshop.pay,
    operators: Object.values(workshop.operators).map((operator) => ({ ...operator, skills: [...operator.skills] })),
    waiting: waiting.length,
    byStage: Object.fromEntries(stages.map((stage) => [stage, inStage(stage)])) as WorkshopView["byStage"],
    expectedMs: { ...expected },
    ...(waiting[0] ? { oldest: jobView(waiting[0], expected, now) } : {}),
    atRisk: atRisk.sort(byPromise).slice(0, shownMax),
  };
}

import { type Stage, stages } from "./stages.ts";

const hourMs = 60 * 60 * 1_000;

/** What is expected of a stage before anything is known, ms. */
export const seededMs: Readonly<Record<Stage, number>> = {
  queue: 72 * hourMs,
  making: 96 * hourMs,
  made: 24 * hourMs,
  packing: 24 * hourMs,
};

/** The last durations of each stage, ms, oldest first. */
export type Durations = Readonly<Record<Stage, readonly number[]>>;
export const noDurations: Durations = { queue: [], making: [], made: [], packing: [] };

/** So many of the last durations are kept: old habits are forgotten within days. */
const windowMax = 50;
/** Fewer than this are filled up with what was expected at first, so that one slow order changes little. */
const seedWeight = 10;
/** Four orders of five are through by then: a mean would call half of all orders late. */
const quantile = 0.8;

export const learned = (durations: Durations, stage: Stage, tookMs: number): Durations => ({
  ...durations,
  [stage]: [...durations[stage], tookMs].slice(-windowMax),
});

/** What is expected of a stage, ms: the quantile of its last durations. */
export function expectedMs(durations: Durations, stage: Stage): number {
  const known = durations[stage];
  const seeds = Array<number>(Math.max(0, seedWeight - known.length)).fill(seededMs[stage]);
  const sorted = [...known, ...seeds].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * quantile) - 1] ?? seededMs[stage];
}

export type Expectations = Readonly<Record<Stage, number>>;
export const expectationsOf = (durations: Durations): Expectations =>
  Object.fromEntries(stages.map((stage) => [stage, expectedMs(durations, stage)])) as Record<Stage, number>;

/** What comes after a stage, ms. */
const laterMs = (expected: Expectations, stage: Stage): number =>
  stages.slice(stages.indexOf(stage) + 1).reduce((sum, later) => sum + expected[later], 0);

/** Where a job stands: the stage and since when. */
export interface Standing {
  readonly stage: Stage;
  readonly since: string;
  readonly promiseBy?: string | undefined;
}

/** When a job will be shipped if all goes as expected from `nowMs` on (epoch ms). */
export const projectedMs = ({ stage, since }: Standing, expected: Expectations, nowMs: number): number =>
  Math.max(nowMs, Date.parse(since) + expected[stage]) + laterMs(expected, stage);

/** From when on (epoch ms) a job is at risk of missing its promise, if it rests where it is; Infinity without a promise. */
export function riskMs(job: Standing, expected: Expectations): number {
  if (job.promiseBy === undefined) return Number.POSITIVE_INFINITY;
  const sinceMs = Date.parse(job.since);
  const promiseMs = Date.parse(job.promiseBy);
  if (projectedMs(job, expected, sinceMs) > promiseMs) return sinceMs;
  return promiseMs - laterMs(expected, job.stage);
}

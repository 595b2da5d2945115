import type { Box } from "#contracts/pricing/facts.ts";
import { leastSquares } from "./least-squares.ts";
import { boxOf, type Moments, middle, momentsOf } from "./moments.ts";
import type { SamplePlan } from "./sample.ts";

/** A figure between two others. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
/** What a sample says of a model, in the file's own unit. */
export interface Sampled {
  readonly volume: Interval;
  readonly area: Interval;
  readonly bbox: Box;
}

/** An interval reaches this many standard errors to each side; figures of samples have longer tails than the bell curve. */
const reach = 4;
/** Sums that must be 0 and are further from it than this many standard errors: the sample has missed something. */
const imbalanceMax = 4.5;
/** A wider one says nothing. */
const relativeWidthMax = 0.5;

/** By the divergence theorem each of these sums to 0 over a closed surface. */
const controlsOf = ({ vectors, flux: [xx, xy, xz, yx, yy, yz, zx, zy, zz] }: Moments): number[] => [
  ...vectors,
  ...([xy, xz, yx, yz, zx, zy] as number[]),
  xx! - yy!,
  yy! - zz!,
];
const volumeOf = ({ flux }: Moments): number => (flux[0]! + flux[4]! + flux[8]!) / 3;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const steps = (values: readonly number[]): number[] => values.slice(1).map((value, i) => value - values[i]!);

/**
 * Standard error of a sum over one random run in each part of a file, from the differences of neighbouring parts
 * (Wolter, Introduction to Variance Estimation, 8.2): what changes slowly through the file is no error.
 */
const errorOfSum = (differences: readonly number[], freedom: number, weight: number): number =>
  Math.sqrt(((1 - 1 / weight) * (differences.length + 1) * sum(differences.map((d) => d * d))) / (2 * freedom));

/** One sum over the model: what was seen of it as a whole, and what each part has by its run. */
interface Column {
  readonly known: number;
  readonly parts: readonly number[];
}
const total = ({ known, parts }: Column): number => known + sum(parts);

const around = (value: number, margin: number): Interval => ({ low: value - margin, high: value + margin });
const widthOf = ({ low, high }: Interval): number => (high - low) / ((high + low) / 2);

/**
 * Volume and area of a closed model from a few thousand of its triangles. Eleven sums are 0 over every closed surface;
 * how far those of the sample are from it corrects the volume (a regression estimator with known totals), and when they
 * are further than their own scatter explains, large triangles were missed and there is no estimate.
 */
export function fromSample(runs: readonly Uint8Array[], { weight }: SamplePlan): Sampled | undefined {
  const origin = middle(runs);
  const moments = runs.map((run) => momentsOf(run, origin));
  const bbox = boxOf(runs);
  const column = (of: (run: Moments) => number): Column => ({
    known: sum(moments.slice(0, 2).map(of)),
    parts: moments.slice(2).map((run) => weight * of(run)),
  });
  const area = column((run) => run.area);
  const controls = controlsOf(moments[0]!).map((_, k) => column((run) => controlsOf(run)[k]!));
  if (!isBalanced(controls, weight, total(area), bbox)) return undefined;
  const sampled = { volume: volumeIn(column(volumeOf), controls, weight), area: areaIn(area, weight), bbox };
  const isTight = [sampled.volume, sampled.area].every((one) => one.low > 0 && widthOf(one) <= relativeWidthMax);
  return isTight ? sampled : undefined;
}

const areaIn = (area: Column, weight: number): Interval =>
  around(total(area), reach * errorOfSum(steps(area.parts), area.parts.length - 1, weight));

function volumeIn(volume: Column, controls: readonly Column[], weight: number): Interval {
  const changes = controls.map(({ parts }) => steps(parts));
  const rows = steps(volume.parts).map((_, n) => changes.map((change) => change[n]!));
  const slopes = leastSquares(rows, steps(volume.parts));
  const corrected = total(volume) - sum(controls.map((control, k) => slopes[k]! * total(control)));
  const left = steps(volume.parts).map((step, n) => step - sum(slopes.map((slope, k) => slope * rows[n]![k]!)));
  return around(Math.abs(corrected), reach * errorOfSum(left, left.length - slopes.length, weight));
}

/** Whether everything that must be 0 is, as far as the sample can tell. */
function isBalanced(controls: readonly Column[], weight: number, area: number, { min, max }: Box): boolean {
  const size = Math.hypot(...max.map((value, axis) => value - min[axis]!));
  return controls.every((control, k) => {
    // Single-precision coordinates leave a little.
    const floor = 1e-6 * area * (k < 3 ? 1 : size);
    const error = errorOfSum(steps(control.parts), control.parts.length - 1, weight);
    return Math.abs(total(control)) <= imbalanceMax * (error + floor);
  });
}

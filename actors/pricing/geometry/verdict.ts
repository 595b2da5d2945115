import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { Sums } from "./sums.ts";

/** Largest coordinate in the file's own unit: ten kilometres in millimetres. */
const coordinateMax = 1e7;

/**
 * How much of a closed model's volume its surface may leave open: what exporters' rounding leaves of seams
 * (some 1e-8), and far less than a cent of a price.
 */
const openShareMax = 1e-7;

/** Below this share of area × diagonal there is no inside, only a sheet and rounding errors. */
const volumeShareMin = 1e-9;

const largestCoordinate = ({ min, max }: Sums) => Math.max(...min.map(Math.abs), ...max.map(Math.abs));

/** What stands in the way of using the coordinates. NaN is not in the bounds, but in the sums. */
export function judgeCoordinates(sums: Sums): Finding | undefined {
  const largest = largestCoordinate(sums);
  if (largest > coordinateMax && largest < Infinity) return coordinateTooLarge();
  return Number.isFinite(largest) && Number.isFinite(sums.area) ? undefined : notFinite(sums.nonFinite);
}

/** `closed` is null where every triangle must be looked at again: the seams may be an exporter's rounding. */
export interface Verdict {
  readonly volume: number | null;
  readonly closed: boolean | null;
  readonly findings: Finding[];
}

/**
 * The volume a surface encloses, or why there is none. Needs finite sums.
 *
 * The fingerprint decides. Where it says open, seams that do not quite meet still leave a volume that can be trusted to
 * `openShareMax`: seen from another origin o, a volume changes by o·S/3, where S is the sum of the area vectors, so
 * |S| × diagonal / 3 is how unsure it is. A tube without its ends has S = 0 and is open all the same, but then the fluxes
 * along the axes disagree with each other.
 */
export function judgeVolume(sums: Sums): Verdict {
  const volume = Math.abs(sums.volume);
  const least = volumeShareMin * diagonalOf(sums) * sums.area;
  const meets = sums.closed || unsureBy(sums) <= Math.max(openShareMax * volume, least);
  if (!meets) return { volume: null, closed: null, findings: [notClosed()] };
  const closed = sums.closed || null;
  if (volume <= least) return { volume: null, closed, findings: [noVolume()] };
  return { volume, closed, findings: sums.volume < 0 ? [insideOut()] : [] };
}

const diagonalOf = ({ min, max }: Sums) => Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);

/** How far the volume of an open surface depends on what one takes it for. */
export function unsureBy(sums: Sums): number {
  const { flux, volume, normal } = sums;
  return Math.max((Math.hypot(...normal) * diagonalOf(sums)) / 3, ...flux.map((by) => Math.abs(by - volume)));
}

const notFinite = (triangles: number) =>
  finding("model/not-finite", `The model has coordinates that are not numbers, in ${triangles} triangles.`);

const coordinateTooLarge = () =>
  finding(
    "model/coordinate-too-large",
    `The model has coordinates beyond ${coordinateMax.toLocaleString("en")}, the largest that is accepted.`,
  );

const notClosed = () =>
  finding("model/not-closed", "The surface has holes or triangles facing the wrong way, so it has no volume to price.");

const noVolume = () =>
  finding("model/no-volume", "The surface encloses nothing: it is flat or every face is there twice.");

const insideOut = () =>
  finding("model/inside-out", "All triangles face inwards; the model was taken as if they faced outwards.");

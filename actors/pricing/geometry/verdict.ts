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
  return Number.isFinite(largest) && Number.isFinite(sums.area2) ? undefined : notFinite();
}

/**
 * The volume a surface encloses, or why there is none. Needs finite sums.
 *
 * Seen from another origin o, a volume changes by o·S/3, where S is the sum of the area vectors: only S = 0
 * leaves one that means anything. |S| × diagonal / 3 is therefore how unsure it is. A tube without its ends has S = 0
 * and is open all the same, but then the fluxes along the axes disagree with each other.
 */
export function judgeVolume(sums: Sums): { volume: number | null; findings: Finding[] } {
  const { min, max, normal } = sums;
  const signed = sums.volume6 / 6;
  const volume = Math.abs(signed);
  const diagonal = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const least = (volumeShareMin * diagonal * sums.area2) / 2;
  const unsure = Math.max(
    (Math.hypot(...normal) * diagonal) / 6,
    Math.abs(sums.fluxX6 / 6 - signed),
    Math.abs(sums.fluxY6 / 6 - signed),
  );
  if (unsure > Math.max(openShareMax * volume, least)) return { volume: null, findings: [notClosed()] };
  if (volume <= least) return { volume: null, findings: [noVolume()] };
  return { volume, findings: signed < 0 ? [insideOut()] : [] };
}

const notFinite = () => finding("model/not-finite", "The model has coordinates that are not numbers.");

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

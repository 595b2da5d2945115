import type { BlockSums } from "./block-sums.ts";
import { fingerprint } from "./fingerprint.ts";
import type { FingerprintKeys } from "./keys.ts";
import { at, blockTriangles, lanes, steepest } from "./layout.ts";
import { nonFiniteAmong } from "./non-finite.ts";

/**
 * The pass in plain TypeScript: for points a reader has parsed, and for records where there is no WASM SIMD. It does the
 * same operations in the same order as simd.as, so the same coordinates give the same bits; a test holds them to it.
 * While a loop runs everything lives in local variables, which is why so little is extracted.
 */
export interface Origin {
  /** Three times the point corners are seen from: far from zero a volume would lose its digits. */
  readonly x3: number;
  readonly y3: number;
  readonly z3: number;
}

export const originAt = (x: number, y: number, z: number): Origin => ({ x3: 3 * x, y3: 3 * y, z3: 3 * z });

const edgeRow = blockTriangles;
/** Of each triangle n, t and |n|, a row for each number. */
const edges = new Float64Array(7 * edgeRow);

/** Adds `count` triangles of nine coordinates from triangle `first` of `points`; they belong to the block under way. */
export function addPoints(
  into: BlockSums,
  origin: Origin,
  keys: FingerprintKeys,
  points: Float64Array,
  first: number,
  count: number,
): void {
  into.degenerate += fillEdges(origin, points, first, count);
  fingerprint(into.fingerprint, keys, points, first, count);
  addBounds(into.bounds, points, first, count);
  for (let i = 0; i < Math.min(lanes, count); i++) {
    const lane = (into.place + i) % lanes;
    addFluxes(into.block, lane, i, count);
    for (let axis = 0; axis < 3; axis++) addOverhang(into.block, lane, i, count, axis);
  }
  into.nonFinite += nonFiniteAmong(into, count, (i) => points[9 * first + i]!);
  into.advance(count);
}

function fillEdges({ x3, y3, z3 }: Origin, points: Float64Array, first: number, count: number): number {
  let degenerate = 0;
  for (let i = 0, j = 9 * first; i < count; i++, j += 9) {
    const ax = points[j]!;
    const ay = points[j + 1]!;
    const az = points[j + 2]!;
    const bx = points[j + 3]!;
    const by = points[j + 4]!;
    const bz = points[j + 5]!;
    const cx = points[j + 6]!;
    const cy = points[j + 7]!;
    const cz = points[j + 8]!;
    const ux = bx - ax;
    const uy = by - ay;
    const uz = bz - az;
    const vx = cx - ax;
    const vy = cy - ay;
    const vz = cz - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const squared = nx * nx + ny * ny + nz * nz;
    if (squared === 0) degenerate++;
    edges[i] = nx;
    edges[i + edgeRow] = ny;
    edges[i + 2 * edgeRow] = nz;
    edges[i + 3 * edgeRow] = ax + bx + cx - x3;
    edges[i + 4 * edgeRow] = ay + by + cy - y3;
    edges[i + 5 * edgeRow] = az + bz + cz - z3;
    edges[i + 6 * edgeRow] = Math.sqrt(squared);
  }
  return degenerate;
}

function addFluxes(sums: Float64Array, lane: number, first: number, count: number): void {
  const place = (sum: number) => lanes * sum + lane;
  let fx = sums[place(at.flux)]!;
  let fy = sums[place(at.flux + 1)]!;
  let fz = sums[place(at.flux + 2)]!;
  let area = sums[place(at.area)]!;
  let sx = sums[place(at.normal)]!;
  let sy = sums[place(at.normal + 1)]!;
  let sz = sums[place(at.normal + 2)]!;
  let mx = sums[place(at.moment)]!;
  let my = sums[place(at.moment + 1)]!;
  let mz = sums[place(at.moment + 2)]!;
  for (let i = first; i < count; i += lanes) {
    const nx = edges[i]!;
    const ny = edges[i + edgeRow]!;
    const nz = edges[i + 2 * edgeRow]!;
    const tx = edges[i + 3 * edgeRow]!;
    const ty = edges[i + 4 * edgeRow]!;
    const tz = edges[i + 5 * edgeRow]!;
    area += edges[i + 6 * edgeRow]!;
    sx += nx;
    sy += ny;
    sz += nz;
    const gx = tx * nx;
    const gy = ty * ny;
    const gz = tz * nz;
    fx += gx;
    fy += gy;
    fz += gz;
    const g = gx + gy + gz;
    mx += g * tx;
    my += g * ty;
    mz += g * tz;
  }
  for (const [i, sum] of [fx, fy, fz, area, sx, sy, sz, mx, my, mz].entries()) sums[place(i)] = sum;
}

function addOverhang(sums: Float64Array, lane: number, first: number, count: number, axis: number): void {
  const place = lanes * (at.overhang + 4 * axis) + lane;
  let low = sums[place]!;
  let high = sums[place + lanes]!;
  let lowMoment = sums[place + 2 * lanes]!;
  let highMoment = sums[place + 3 * lanes]!;
  for (let i = first; i < count; i += lanes) {
    const n = edges[i + axis * edgeRow]!;
    const t = edges[i + (3 + axis) * edgeRow]!;
    const least = edges[i + 6 * edgeRow]! * steepest;
    const down = n < -least ? n : 0;
    const up = n > least ? n : 0;
    low += down;
    lowMoment += down * t;
    high += up;
    highMoment += up * t;
  }
  sums[place] = low;
  sums[place + lanes] = high;
  sums[place + 2 * lanes] = lowMoment;
  sums[place + 3 * lanes] = highMoment;
}

/** Comparisons keep the bounds faster than Math.min does and let NaN pass: NaN shows in the sums instead. */
function addBounds(bounds: Float64Array, points: Float64Array, first: number, count: number): void {
  for (let axis = 0; axis < 3; axis++) {
    let low = bounds[axis]!;
    let high = bounds[axis + 3]!;
    for (let i = 9 * first + axis; i < 9 * (first + count); i += 3) {
      const coordinate = points[i]!;
      if (coordinate < low) low = coordinate;
      if (coordinate > high) high = coordinate;
    }
    bounds[axis] = low;
    bounds[axis + 3] = high;
  }
}

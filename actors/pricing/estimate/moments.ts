import type { Box } from "#contracts/pricing/facts.ts";

const triangleBytes = 50;
/** Bytes of a facet's own normal, which nobody needs. */
const normalBytes = 12;

/** Sums over a run of triangles. */
export interface Moments {
  readonly area: number;
  /** Of the area vectors: 0 over a closed surface. */
  readonly vectors: readonly number[];
  /** Centroid times area vector, row by row: the flux of each linear field. */
  readonly flux: readonly number[];
}

type Vector = readonly [number, number, number];

/** Mean of the corners of all runs: fluxes about it differ least from run to run. */
export function middle(runs: readonly Uint8Array[]): Vector {
  let [x, y, z, corners] = [0, 0, 0, 0];
  for (const run of runs) {
    forEachCorner(run, (a, b, c) => {
      x += a;
      y += b;
      z += c;
      corners += 1;
    });
  }
  return [x / corners, y / corners, z / corners];
}

function forEachCorner(run: Uint8Array, visit: (x: number, y: number, z: number) => void): void {
  const view = new DataView(run.buffer, run.byteOffset, run.byteLength);
  for (let at = 0; at + triangleBytes <= run.byteLength; at += triangleBytes) {
    for (let corner = 1; corner <= 3; corner++) {
      const place = at + normalBytes * corner;
      visit(view.getFloat32(place, true), view.getFloat32(place + 4, true), view.getFloat32(place + 8, true));
    }
  }
}

/** The box of all runs' corners. */
export function boxOf(runs: readonly Uint8Array[]): Box {
  const min: Box["min"] = [Infinity, Infinity, Infinity];
  const max: Box["max"] = [-Infinity, -Infinity, -Infinity];
  for (const run of runs) {
    forEachCorner(run, (...corner) => {
      for (const axis of [0, 1, 2] as const) {
        min[axis] = Math.min(min[axis], corner[axis]);
        max[axis] = Math.max(max[axis], corner[axis]);
      }
    });
  }
  return { min, max };
}

/** The sums of one run about `origin`. */
export function momentsOf(run: Uint8Array, origin: Vector): Moments {
  let area = 0;
  const vectors = [0, 0, 0];
  const flux = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const corners: number[] = [];
  forEachCorner(run, (x, y, z) => {
    corners.push(x - origin[0], y - origin[1], z - origin[2]);
    if (corners.length < 9) return;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = corners as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    corners.length = 0;
    const [ux, uy, uz, vx, vy, vz] = [bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az];
    const normal = [(uy * vz - uz * vy) / 2, (uz * vx - ux * vz) / 2, (ux * vy - uy * vx) / 2] as const;
    const centre = [(ax + bx + cx) / 3, (ay + by + cy) / 3, (az + bz + cz) / 3] as const;
    area += Math.hypot(...normal);
    for (const j of [0, 1, 2] as const) {
      vectors[j]! += normal[j];
      for (const i of [0, 1, 2] as const) flux[3 * i + j]! += centre[i] * normal[j];
    }
  });
  return { area, vectors, flux };
}

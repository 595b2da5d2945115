import type { Triangulation } from "./edges.ts";
import type { Shell } from "./shells.ts";

/** Pairs of shells and triangles looked at before nesting is left unknown. */
const workMax = 100_000_000;

/** How deep each shell lies within others, by shooting a ray from one of its corners; null where that would take too long. */
export function depthsOf(
  mesh: Triangulation,
  coordinates: Float64Array,
  shells: readonly Shell[],
  of: Int32Array,
): number[] | null {
  const pairs = shells.map((inner) =>
    shells.flatMap((outer, i) => (outer !== inner && boxHolds(outer, inner) ? [i] : [])),
  );
  const candidates = new Set(pairs.flat());
  if (candidates.size === 0) return shells.map(() => 0);
  const asking = pairs.filter((outers) => outers.length > 0).length;
  if (asking * mesh.triangles > workMax) return null;
  return shells.map((shell, i) => {
    const crossed = new Map(pairs[i]!.map((outer) => [outer, 0]));
    if (crossed.size === 0) return 0;
    countCrossings(mesh, coordinates, of, startOf(mesh, coordinates, shell), crossed);
    return crossed
      .values()
      .filter((count) => count % 2 === 1)
      .toArray().length;
  });
}

const boxHolds = (outer: Shell, inner: Shell): boolean =>
  outer.min.every((low, axis) => low < inner.min[axis]! && outer.max[axis]! > inner.max[axis]!);

/** The middle of a triangle: a corner would hit edges of regular shapes. */
function startOf(mesh: Triangulation, coordinates: Float64Array, { first }: Shell): [number, number, number] {
  const along = (axis: number, weights: readonly number[]) =>
    weights.reduce((sum, w, i) => sum + w * coordinates[3 * mesh.corners[3 * first + i]! + axis]!, 0);
  const weights = [0.371, 0.297, 0.332];
  return [along(0, weights), along(1, weights), along(2, weights)];
}

/** How often a ray along x from `start` crosses the shells that are named in `crossed`. */
function countCrossings(
  { corners, triangles }: Triangulation,
  coordinates: Float64Array,
  of: Int32Array,
  [x, y, z]: readonly [number, number, number],
  crossed: Map<number, number>,
): void {
  for (let triangle = 0; triangle < triangles; triangle++) {
    const a = 3 * corners[3 * triangle]!;
    const b = 3 * corners[3 * triangle + 1]!;
    const c = 3 * corners[3 * triangle + 2]!;
    const ay = coordinates[a + 1]! - y;
    const by = coordinates[b + 1]! - y;
    const cy = coordinates[c + 1]! - y;
    if ((ay > 0 && by > 0 && cy > 0) || (ay < 0 && by < 0 && cy < 0)) continue;
    const az = coordinates[a + 2]! - z;
    const bz = coordinates[b + 2]! - z;
    const cz = coordinates[c + 2]! - z;
    const ab = ay * bz - az * by;
    const bc = by * cz - bz * cy;
    const ca = cy * az - cz * ay;
    if (!((ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0))) continue;
    const hit = (coordinates[c]! * ab + coordinates[a]! * bc + coordinates[b]! * ca) / (ab + bc + ca);
    const count = hit > x ? crossed.get(of[triangle]!) : undefined;
    if (count !== undefined) crossed.set(of[triangle]!, count + 1);
  }
}

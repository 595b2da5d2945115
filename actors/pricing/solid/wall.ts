import type { TriangleTree } from "./triangle-tree.ts";

/** As many triangles are measured at most, spread evenly over the file. */
const samplesMax = 20_000;

/** A wall's other side faces away from this one within 60°; what leans more is the other side of an edge. */
const facingAway = 0.5;

/** A ray starts this share of the model's size under its triangle. */
const startShare = 1e-7;

/** What less than this share of the measured surface says is a fault of the mesh, no wall. */
const noiseShare = 0.005;

/**
 * The thinnest wall: from the middle of triangles straight inwards to where the ray leaves the material. An estimate: it
 * sees what lies opposite the middle of a triangle. Null where no ray leaves through an opposite side.
 */
export function thinnestWall(points: Float64Array, tree: TriangleTree, size: number): number | null {
  const triangles = points.length / 9;
  const step = Math.max(1, Math.floor(triangles / samplesMax));
  const walls: { readonly wall: number; readonly area: number }[] = [];
  for (let i = 0; i < triangles; i += step) {
    const { normal, area } = facing(points, i);
    if (area === 0) continue;
    const inwards = normal.map((n) => -n);
    const start = middleOf(points, i).map((m, axis) => m + inwards[axis]! * startShare * size);
    let [wall, hit] = [2 * size, -1];
    tree.eachMet(start, inwards, wall, (triangle, t) => {
      [wall, hit] = [t, triangle];
      return t;
    });
    if (hit >= 0 && dot(facing(points, hit).normal, inwards) >= facingAway) walls.push({ wall, area });
  }
  const thinnest = thinnestOf(walls);
  return thinnest === undefined ? null : thinnest + startShare * size;
}

function thinnestOf(walls: { readonly wall: number; readonly area: number }[]): number | undefined {
  const noise = noiseShare * walls.reduce((sum, { area }) => sum + area, 0);
  let seen = 0;
  return walls
    .toSorted((a, b) => a.wall - b.wall)
    .find(({ area }) => {
      seen += area;
      return seen >= noise;
    })?.wall;
}

function middleOf(points: Float64Array, i: number): Float64Array {
  const p = 9 * i;
  return Float64Array.from(
    [0, 1, 2],
    (axis) => (points[p + axis]! + points[p + 3 + axis]! + points[p + 6 + axis]!) / 3,
  );
}

/** Where a triangle faces, of length one, and twice its area. */
function facing(points: Float64Array, i: number): { normal: Float64Array; area: number } {
  const p = 9 * i;
  const side = (corner: number, axis: number) => points[p + 3 * corner + axis]! - points[p + axis]!;
  const along = (axis: number) => {
    const [y, z] = [(axis + 1) % 3, (axis + 2) % 3];
    return side(1, y) * side(2, z) - side(1, z) * side(2, y);
  };
  const [x, y, z] = [along(0), along(1), along(2)];
  const area = Math.hypot(x, y, z);
  return { normal: Float64Array.of(x / area, y / area, z / area), area };
}

const dot = (a: Float64Array, b: Float64Array) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

import type { Triangulation } from "../topology/edges.ts";
import type { TriangleTree } from "./triangle-tree.ts";

/** An edge must pass this share of its length beyond a triangle: surfaces that merely touch do not intersect. */
const beyondShare = 1e-6;

/** Whether an edge of some triangle passes through another triangle that shares no corner with it. */
export function intersectsItself(
  { corners, triangles }: Triangulation,
  points: Float64Array,
  tree: TriangleTree,
): boolean {
  const direction = new Float64Array(3);
  let found = false;
  for (let i = 0; i < triangles && !found; i++) {
    for (let n = 0; n < 3 && !found; n++) {
      const [from, to] = [corners[3 * i + n]!, corners[3 * i + ((n + 1) % 3)]!];
      // Of the two triangles at an edge one is enough.
      if (from >= to) continue;
      const start = points.subarray(9 * i + 3 * n, 9 * i + 3 * n + 3);
      const end = 9 * i + 3 * ((n + 1) % 3);
      for (let axis = 0; axis < 3; axis++) direction[axis] = points[end + axis]! - start[axis]!;
      tree.eachMet(start, direction, 1 - beyondShare, (triangle, t) => {
        if (t > beyondShare && !shares(corners, triangle, from, to)) found = true;
        return found ? 0 : 1 - beyondShare;
      });
    }
  }
  return found;
}

function shares(corners: Uint32Array, triangle: number, from: number, to: number): boolean {
  for (let i = 3 * triangle; i < 3 * triangle + 3; i++) if (corners[i] === from || corners[i] === to) return true;
  return false;
}

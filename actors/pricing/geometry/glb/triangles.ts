import { badIndex } from "../mesh/indexed-mesh.ts";
import { Refused } from "../refused.ts";
import { invalidGltf } from "./container.ts";

const [strip, fan] = [5, 6];
/** Modes below are points and lines. */
const firstTriangleMode = 4;

export const hasTriangles = (mode: number): boolean => mode >= firstTriangleMode;

/** Three corners a triangle, from the indices of a primitive (all vertices in their order where there are none). */
export function trianglesOf(mode: number, indices: Uint32Array | undefined, vertices: number): Uint32Array {
  const corners = indices?.length ?? vertices;
  if (indices?.some((index) => index >= vertices)) throw new Refused(badIndex());
  if (mode !== strip && mode !== fan) {
    if (corners % 3 !== 0) throw invalidGltf("its triangles do not have three corners each");
    return indices ?? Uint32Array.from({ length: corners }, (_, i) => i);
  }
  const at = (i: number) => (indices ? indices[i]! : i);
  const triangles = new Uint32Array(3 * Math.max(0, corners - 2));
  for (let i = 0; i + 2 < corners; i++) {
    // Of a strip every second triangle is turned round; a fan goes around its first corner.
    const first = mode === fan ? 0 : i;
    const turned = mode === strip && i % 2 === 1 ? 1 : 0;
    triangles.set([at(first), at(i + 1 + turned), at(i + 2 - turned)], 3 * i);
  }
  return triangles;
}

import type { Mesh, Vector } from "../mesh.ts";

/** A mesh whose triangles share their corners, as most formats have it. */
export interface IndexedMesh {
  readonly vertices: readonly Vector[];
  readonly triangles: readonly (readonly [number, number, number])[];
}

/** Corners of the same coordinates become one vertex, in the order they come. */
export function indexed(mesh: Mesh): IndexedMesh {
  const places = new Map<string, number>();
  const vertices: Vector[] = [];
  const corner = (at: number): number => {
    const vertex: Vector = [mesh[at]!, mesh[at + 1]!, mesh[at + 2]!];
    const key = vertex.join();
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, vertices.length);
    return vertices.push(vertex) - 1;
  };
  const triangles = Array.from(
    { length: mesh.length / 9 },
    (_, i) => [corner(9 * i), corner(9 * i + 3), corner(9 * i + 6)] as const,
  );
  return { vertices, triangles };
}

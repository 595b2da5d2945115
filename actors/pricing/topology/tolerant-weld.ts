import { DisjointSets } from "./disjoint-sets.ts";
import type { Triangulation } from "./edges.ts";

/**
 * Joins vertices that are no further apart than `tolerance`, of those that are named: the ends of edges that have no
 * opposite. Where all edges meet nothing needs joining.
 */
export function weldNear(
  mesh: Triangulation,
  coordinates: Float64Array,
  named: readonly number[],
  tolerance: number,
): Triangulation {
  const sets = new DisjointSets(mesh.vertices);
  const cells = new Map<string, number[]>();
  for (const vertex of new Set(named)) {
    const cell = [0, 1, 2].map((axis) => Math.floor(coordinates[3 * vertex + axis]! / tolerance));
    for (const other of neighbours(cells, cell)) {
      if (distance(coordinates, vertex, other) <= tolerance) sets.join(vertex, other);
    }
    const key = cell.join();
    const own = cells.get(key);
    // Vertices of one cell that are all near each other need only one to be found by.
    if (own) own.push(vertex);
    else cells.set(key, [vertex]);
  }
  return { ...mesh, corners: mesh.corners.subarray(0, 3 * mesh.triangles).map((vertex) => sets.find(vertex)) };
}

function* neighbours(cells: ReadonlyMap<string, number[]>, [x = 0, y = 0, z = 0]: number[]): Generator<number> {
  for (let i = x - 1; i <= x + 1; i++) {
    for (let j = y - 1; j <= y + 1; j++) {
      for (let k = z - 1; k <= z + 1; k++) yield* cells.get(`${i},${j},${k}`) ?? [];
    }
  }
}

function distance(coordinates: Float64Array, a: number, b: number): number {
  const along = (axis: number) => coordinates[3 * a + axis]! - coordinates[3 * b + axis]!;
  return Math.hypot(along(0), along(1), along(2));
}

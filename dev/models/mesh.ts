/** Triangles as nine coordinates each, counter-clockwise seen from outside. */
export type Mesh = Float64Array;
export type Vector = readonly [number, number, number];

export const trianglesOf = (mesh: Mesh): number => mesh.length / 9;

export function join(...meshes: readonly Mesh[]): Mesh {
  const whole = new Float64Array(meshes.reduce((length, mesh) => length + mesh.length, 0));
  let at = 0;
  for (const mesh of meshes) {
    whole.set(mesh, at);
    at += mesh.length;
  }
  return whole;
}

export const moved = (mesh: Mesh, by: Vector): Mesh => mesh.map((coordinate, i) => coordinate + by[i % 3]!);

export const scaled = (mesh: Mesh, factor: number): Mesh => mesh.map((coordinate) => coordinate * factor);

/** The same surface seen from the other side. */
export function insideOut(mesh: Mesh): Mesh {
  return mesh.map((_, i) => {
    const corner = Math.floor(i / 3) % 3;
    const swapped = corner === 0 ? 0 : 3 - corner;
    return mesh[i + 3 * (swapped - corner)]!;
  });
}

/** The mesh without the triangles whose index is named: a hole. */
export const without = (mesh: Mesh, ...triangles: readonly number[]): Mesh =>
  mesh.filter((_, i) => !triangles.includes(Math.floor(i / 9)));

/** The same triangles, beginning with another one. */
export const beginningAt = (mesh: Mesh, triangle: number): Mesh =>
  join(mesh.subarray(9 * triangle), mesh.subarray(0, 9 * triangle));

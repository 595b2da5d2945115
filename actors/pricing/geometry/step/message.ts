import type { Mesh } from "../mesh/emit-mesh.ts";

/** What the child process ends with when it had an answer, but no model. */
export const exits = { notStep: 65, outOfMemory: 70 } as const;

interface Flat {
  readonly vertices: ArrayLike<number>;
  readonly triangles: ArrayLike<number>;
}

/** Meshes as bytes: their number, the lengths of their lists, then the lists. */
export function packMeshes(meshes: readonly Flat[]): Uint8Array[] {
  const lengths = meshes.flatMap(({ vertices, triangles }) => [vertices.length, triangles.length]);
  const lists = meshes.flatMap(({ vertices, triangles }) => [Float64Array.from(vertices), Uint32Array.from(triangles)]);
  const head = Uint32Array.from([meshes.length, ...lengths]);
  return [head, ...lists].map(({ buffer }) => new Uint8Array(buffer));
}

export function unpackMeshes(bytes: Uint8Array): Mesh[] {
  let at = 0;
  const take = (length: number): ArrayBuffer => {
    at += length;
    // A copy, because lists of doubles must begin at a multiple of eight.
    return bytes.slice(at - length, at).buffer as ArrayBuffer;
  };
  const [count = 0] = new Uint32Array(take(4));
  const lengths = new Uint32Array(take(8 * count));
  return Array.from({ length: count }, (_, i) => ({
    vertices: new Float64Array(take(8 * lengths[2 * i]!)),
    triangles: new Uint32Array(take(4 * lengths[2 * i + 1]!)),
  }));
}

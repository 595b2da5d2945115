import type { TriangleSink } from "../reader.ts";
import { determinant, isIdentity, type Transform } from "./transform.ts";

/** A mesh as the file has it: three coordinates a vertex, three indices a triangle. */
export interface Mesh {
  readonly vertices: Float64Array;
  readonly triangles: Uint32Array;
}

const batchTriangles = 256;
const points = new Float64Array(9 * batchTriangles);

/** Gives a mesh as the transform puts it to the sink. */
export function emitMesh(mesh: Mesh, transform: Transform, sink: TriangleSink): void {
  const vertices = isIdentity(transform) ? mesh.vertices : transformed(mesh.vertices, transform);
  const { triangles } = mesh;
  // Triangles of a mirrored mesh are turned round, so that they face outwards again.
  const [second, third] = determinant(transform) < 0 ? [2, 1] : [1, 2];
  let filled = 0;
  for (let i = 0; i < triangles.length; i += 3) {
    filled = put(vertices, triangles[i]!, filled);
    filled = put(vertices, triangles[i + second]!, filled);
    filled = put(vertices, triangles[i + third]!, filled);
    if (filled < points.length) continue;
    sink.addPoints(points, batchTriangles);
    filled = 0;
  }
  sink.addPoints(points, filled / 9);
}

function put(vertices: Float64Array, vertex: number, at: number): number {
  points[at] = vertices[3 * vertex]!;
  points[at + 1] = vertices[3 * vertex + 1]!;
  points[at + 2] = vertices[3 * vertex + 2]!;
  return at + 3;
}

function transformed(vertices: Float64Array, transform: Transform): Float64Array {
  const [a, b, c, d, e, f, g, h, i, tx, ty, tz] = transform as number[];
  const result = new Float64Array(vertices.length);
  for (let at = 0; at < vertices.length; at += 3) {
    const x = vertices[at]!;
    const y = vertices[at + 1]!;
    const z = vertices[at + 2]!;
    result[at] = x * a! + y * d! + z * g! + tx!;
    result[at + 1] = x * b! + y * e! + z * h! + ty!;
    result[at + 2] = x * c! + y * f! + z * i! + tz!;
  }
  return result;
}

import type { Mesh } from "../mesh.ts";
import { indexed } from "./indexed.ts";

const encode = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);

/** Wavefront OBJ that keeps every digit. */
export function obj(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const { vertices, triangles } = indexed(mesh);
  const faces = triangles.map((corners) => `f ${corners.map((corner) => corner + 1).join(" ")}`);
  return encode(["# generated", "o solid", ...vertices.map((vertex) => `v ${vertex.join(" ")}`), ...faces]);
}

/** Object File Format in text. */
export function off(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const { vertices, triangles } = indexed(mesh);
  const counts = `${vertices.length} ${triangles.length} 0`;
  const faces = triangles.map((corners) => `3 ${corners.join(" ")}`);
  return encode(["OFF", counts, ...vertices.map((vertex) => vertex.join(" ")), ...faces]);
}

export const plyHeader = (format: string, vertices: number, faces: number): string[] => [
  ...["ply", `format ${format} 1.0`, "comment generated", `element vertex ${vertices}`],
  ...["property double x", "property double y", "property double z"],
  ...[`element face ${faces}`, "property list uchar int vertex_indices", "end_header"],
];

/** PLY in text. */
export function asciiPly(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const { vertices, triangles } = indexed(mesh);
  const faces = triangles.map((corners) => `3 ${corners.join(" ")}`);
  const header = plyHeader("ascii", vertices.length, triangles.length);
  return encode([...header, ...vertices.map((vertex) => vertex.join(" ")), ...faces]);
}

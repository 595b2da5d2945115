import type { Mesh } from "../mesh.ts";
import { indexed } from "./indexed.ts";
import { plyHeader } from "./text.ts";

/** Joins byte strings. */
export function bytesOf(...parts: readonly (Uint8Array | string)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part))));
}

/** PLY in binary, of either byte order. */
export function binaryPly(mesh: Mesh, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const { vertices, triangles } = indexed(mesh);
  const body = new DataView(new ArrayBuffer(24 * vertices.length + 13 * triangles.length));
  for (const [i, value] of vertices.flat().entries()) body.setFloat64(8 * i, value, littleEndian);
  for (const [i, corners] of triangles.entries()) {
    const row = 24 * vertices.length + 13 * i;
    body.setUint8(row, 3);
    for (const [j, corner] of corners.entries()) body.setInt32(row + 1 + 4 * j, corner, littleEndian);
  }
  const format = littleEndian ? "binary_little_endian" : "binary_big_endian";
  const header = plyHeader(format, vertices.length, triangles.length);
  return bytesOf(`${header.join("\n")}\n`, new Uint8Array(body.buffer));
}

/** A GLB file around a document and its bytes. */
export function glbFile(document: unknown, binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = (bytes: Uint8Array, filler: number) => {
    const whole = new Uint8Array(4 * Math.ceil(bytes.length / 4)).fill(filler);
    whole.set(bytes);
    return whole;
  };
  const json = padded(new TextEncoder().encode(JSON.stringify(document)), 0x20);
  const data = padded(binary, 0);
  const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
  const length = 12 + 8 + json.length + 8 + data.length;
  const head = words(0x46546c67, 2, length, json.length, 0x4e4f534a);
  return bytesOf(head, json, words(data.length, 0x004e4942), data);
}

/** A document of one mesh in one node, to be varied; `bounds` of its positions, which the format wants to be told. */
export function glbDocument(vertices: number, corners: number, bounds: { min?: number[]; max?: number[] } = {}) {
  return {
    asset: { version: "2.0" },
    buffers: [{ byteLength: 12 * vertices + 4 * corners }],
    bufferViews: [
      { buffer: 0, byteLength: 12 * vertices },
      { buffer: 0, byteOffset: 12 * vertices, byteLength: 4 * corners },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: vertices, type: "VEC3", ...bounds },
      { bufferView: 1, componentType: 5125, count: corners, type: "SCALAR" },
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    nodes: [{ mesh: 0 }],
    scenes: [{ nodes: [0] }],
    scene: 0,
  };
}

/** The bytes glbDocument() speaks of; coordinates are rounded to f32. */
export function glbBinary(mesh: Mesh): { binary: Uint8Array; vertices: number; corners: number } {
  const { vertices, triangles } = indexed(mesh);
  const positions = new Uint8Array(Float32Array.from(vertices.flat()).buffer);
  const indices = new Uint8Array(Uint32Array.from(triangles.flat()).buffer);
  const binary = bytesOf(positions, indices);
  return { binary, vertices: vertices.length, corners: 3 * triangles.length };
}

export function glb(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const { binary, vertices, corners } = glbBinary(mesh);
  const axes = [0, 1, 2].map((axis) => indexed(mesh).vertices.map((vertex) => Math.fround(vertex[axis] ?? 0)));
  const [min, max] = [axes.map((values) => Math.min(...values)), axes.map((values) => Math.max(...values))];
  return glbFile(glbDocument(vertices, corners, { min, max }), binary);
}

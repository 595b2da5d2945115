import { type Mesh, trianglesOf } from "./mesh.ts";

const headerBytes = 84;
const recordBytes = 50;

/** A binary STL file; coordinates are rounded to f32 and normals left zero, as many exporters do. */
export function binaryStl(mesh: Mesh, header = ""): Uint8Array<ArrayBuffer> {
  const count = trianglesOf(mesh);
  const bytes = new Uint8Array(headerBytes + recordBytes * count);
  const view = new DataView(bytes.buffer);
  new TextEncoder().encodeInto(header, bytes.subarray(0, 80));
  view.setUint32(80, count, true);
  for (let triangle = 0; triangle < count; triangle++) {
    const record = headerBytes + recordBytes * triangle + 12;
    for (let i = 0; i < 9; i++) view.setFloat32(record + 4 * i, mesh[9 * triangle + i]!, true);
  }
  return bytes;
}

/** A text STL file that keeps every digit of the coordinates. */
export function asciiStl(mesh: Mesh, name = "generated"): Uint8Array<ArrayBuffer> {
  const corner = (at: number) => `      vertex ${mesh[at]} ${mesh[at + 1]} ${mesh[at + 2]}\n`;
  const facets = Array.from({ length: trianglesOf(mesh) }, (_, triangle) => {
    const at = 9 * triangle;
    const loop = `    outer loop\n${corner(at)}${corner(at + 3)}${corner(at + 6)}    endloop\n`;
    return `  facet normal 0 0 0\n${loop}  endfacet\n`;
  });
  return new TextEncoder().encode(`solid ${name}\n${facets.join("")}endsolid ${name}\n`);
}

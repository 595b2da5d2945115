import type { Mesh } from "../mesh.ts";
import { asciiStl, binaryStl } from "../stl.ts";
import { binaryPly, glb } from "./binary.ts";
import { asciiPly, obj, off } from "./text.ts";
import { threeMf } from "./threemf.ts";

export interface Writer {
  readonly format: string;
  readonly write: (mesh: Mesh) => Uint8Array<ArrayBuffer>;
  /** Coordinates are rounded to f32. */
  readonly single?: boolean;
}

/** A mesh in every format that is read but STEP, which has no meshes. */
export const writers: readonly Writer[] = [
  { format: "stl-binary", write: (mesh) => binaryStl(mesh), single: true },
  { format: "stl-ascii", write: (mesh) => asciiStl(mesh) },
  { format: "obj", write: obj },
  { format: "ply-ascii", write: asciiPly },
  { format: "ply-binary", write: (mesh) => binaryPly(mesh, true) },
  { format: "ply-binary", write: (mesh) => binaryPly(mesh, false) },
  { format: "off", write: off },
  { format: "3mf", write: threeMf },
  { format: "glb", write: glb, single: true },
];

import type { Mesh } from "#dev/models/mesh.ts";
import { asciiStl } from "#dev/models/stl.ts";
import { createExamination } from "../examination.ts";

/** A file's facts and how its triangles hang together. */
export async function lookedAt(bytes: Uint8Array) {
  const examination = createExamination({ bytesMax: 1e9, trianglesMax: 20_000_000 });
  examination.push(bytes);
  return examination.finish();
}

/** The same of a mesh, with all its digits. */
export const topologyOf = async (mesh: Mesh) => (await lookedAt(asciiStl(mesh))).topology;

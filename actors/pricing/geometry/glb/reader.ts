import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import { emitMesh, type Mesh } from "../mesh/emit-mesh.ts";
import type { Reading, TriangleSink } from "../reader.ts";
import { refused } from "../refused.ts";
import { Accessors, compressed } from "./accessors.ts";
import { invalidGltf, openContainer } from "./container.ts";
import type { Document, Primitive } from "./document.ts";
import { placedMeshes } from "./scene.ts";
import { hasTriangles, trianglesOf } from "./triangles.ts";

/** Extensions that say how things look, or only loosen what types numbers may have. */
const harmless = /^(KHR_(materials_|texture_|lights_|mesh_quantization$|xmp)|EXT_(texture_|lights_))/;

/** GLB: glTF 2.0 in one file. The triangles of the scene that is shown, in metres. */
export function readGlb(file: Uint8Array, sink: TriangleSink, limits: ReaderLimits): Reading {
  const container = openContainer(file);
  checkExtensions(container.document);
  const accessors = new Accessors(container, limits);
  const placed = placedMeshes(container.document, limits);
  const meshes = new Map<number, Mesh[]>();
  let ignored = 0;
  for (const { mesh } of placed) {
    if (meshes.has(mesh)) continue;
    const primitives = container.document.meshes[mesh]?.primitives;
    if (!primitives) throw invalidGltf("a mesh is not there");
    const shown = primitives.filter(({ mode }) => hasTriangles(mode));
    ignored += primitives.length - shown.length;
    meshes.set(
      mesh,
      shown.map((primitive) => meshOf(primitive, accessors)),
    );
  }
  const count = placed.reduce((sum, { mesh }) => sum + trianglesIn(meshes.get(mesh)!), 0);
  if (count > limits.trianglesMax) throw tooManyTriangles(limits.trianglesMax);
  for (const { mesh, transform } of placed) for (const one of meshes.get(mesh)!) emitMesh(one, transform, sink);
  return { format: "glb", units: "meter", findings: ignored > 0 ? [notMeasured(ignored)] : [] };
}

function checkExtensions({ extensionsRequired = [] }: Document): void {
  const unknown = extensionsRequired.find((name) => !harmless.test(name));
  if (unknown === undefined) return;
  if (/draco/i.test(unknown)) throw compressed("Draco");
  if (/meshopt/i.test(unknown)) throw compressed("meshopt");
  throw refused("model/unsupported", `The file needs an extension of glTF that is not read: ${unknown.slice(0, 100)}.`);
}

function meshOf({ attributes, indices, mode, extensions }: Primitive, accessors: Accessors): Mesh {
  const position = attributes["POSITION"];
  const isDraco = extensions !== undefined && "KHR_draco_mesh_compression" in extensions;
  if (isDraco && !(position !== undefined && accessors.hasBytes(position))) throw compressed("Draco");
  if (position === undefined) throw invalidGltf("triangles have no positions");
  const vertices = accessors.positions(position);
  const corners = indices === undefined ? undefined : accessors.indices(indices);
  return { vertices, triangles: trianglesOf(mode, corners, vertices.length / 3) };
}

const trianglesIn = (meshes: readonly Mesh[]) => meshes.reduce((sum, { triangles }) => sum + triangles.length / 3, 0);

const tooManyTriangles = (max: number) =>
  refused("model/too-many-triangles", `The model has more than ${max.toLocaleString("en")} triangles.`);

const notMeasured = (count: number): Finding =>
  finding("model/parts-ignored", `Points and lines, which have no volume, were left out: ${count}.`);

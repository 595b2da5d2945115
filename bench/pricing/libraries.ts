import { STLLoader } from "three/examples/jsm/loaders/STLLoader.js";
import { library } from "#actors/pricing/solid/library.ts";
import { WeldedMesh } from "#actors/pricing/topology/welded-mesh.ts";
import type { Contender } from "./ours.ts";

/** three.js reads the file into a geometry; the volume is then the usual loop over its positions. */
export const three: Contender = (bytes) => {
  const position = new STLLoader().parse(bytes.buffer).getAttribute("position");
  const p = position.array;
  let volume6 = 0;
  for (let i = 0; i < p.length; i += 9) {
    const [bx, by, bz] = [p[i + 3]!, p[i + 4]!, p[i + 5]!];
    const [cx, cy, cz] = [p[i + 6]!, p[i + 7]!, p[i + 8]!];
    volume6 += p[i]! * (by * cz - bz * cy) + p[i + 1]! * (bz * cx - bx * cz) + p[i + 2]! * (bx * cy - by * cx);
  }
  return volume6 / 6;
};

/** manifold-3d wants indexed triangles, so our weld comes first. */
export const manifold: Contender = async (bytes) => {
  const { Manifold, Mesh } = await library();
  const triangles = (bytes.length - 84) / 50;
  const welded = new WeldedMesh(triangles);
  welded.addRecords(new DataView(bytes.buffer), 84, triangles);
  const vertProperties = Float32Array.from(welded.coordinates.subarray(0, 3 * welded.vertices));
  const solid = new Manifold(
    new Mesh({ numProp: 3, vertProperties, triVerts: welded.corners.slice(0, 3 * triangles) }),
  );
  const volume = solid.volume();
  solid.delete();
  return volume;
};

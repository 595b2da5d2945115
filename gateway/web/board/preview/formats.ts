import { type BufferGeometry, Mesh, type Object3D } from "three";
import { type Drawable, drawableFormat } from "./drawable.ts";

type Reader = (file: ArrayBuffer) => Promise<Object3D>;

const solid = (geometry: BufferGeometry): Mesh => new Mesh(geometry);

/** What reads a format is loaded the first time a file of it is shown. */
const readers: Readonly<Record<Drawable, Reader>> = {
  stl: async (file) => solid(new (await import("three/addons/loaders/STLLoader.js")).STLLoader().parse(file)),
  ply: async (file) => solid(new (await import("three/addons/loaders/PLYLoader.js")).PLYLoader().parse(file)),
  obj: async (file) =>
    new (await import("three/addons/loaders/OBJLoader.js")).OBJLoader().parse(new TextDecoder().decode(file)),
  "3mf": async (file) => new (await import("three/addons/loaders/3MFLoader.js")).ThreeMFLoader().parse(file),
  glb: async (file) => {
    const { GLTFLoader } = await import("three/addons/loaders/GLTFLoader.js");
    const { scene } = await new GLTFLoader().parseAsync(file, "");
    scene.rotateX(Math.PI / 2); // Up is y there, and z in all the others.
    return scene;
  },
};

/** The meshes of a file, in its own units and axes. Throws what its reader throws. */
export async function meshesOf(file: ArrayBuffer, name: string): Promise<Object3D> {
  const format = drawableFormat(name);
  if (!format) throw new Error(`no reader for ${name}`);
  return readers[format](file);
}

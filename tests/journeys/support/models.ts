import { basename, join } from "node:path";
import { ringStl } from "#dev/models/ring.ts";

export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Real files, where BEZEL_MODELS_DIR names a folder of them; generated twins stand in for them elsewhere. */
const folder = process.env["BEZEL_MODELS_DIR"];

async function read(pattern: string): Promise<ModelFile[]> {
  if (folder === undefined) return [];
  const paths = Array.from(new Bun.Glob(pattern).scanSync(folder)).toSorted();
  return Promise.all(
    paths.map(async (path) => ({ name: basename(path), bytes: await Bun.file(join(folder, path)).bytes() })),
  );
}

/** A closed model of ordinary size: a real one if there is one. */
export async function ordinaryModel(): Promise<ModelFile> {
  const [real] = await read("20mm-xyz-cube.stl");
  return real ?? { name: "ring.stl", bytes: ringStl({ majorMm: 9, minorMm: 1.2, segments: 96 }) };
}

/** Small malformed or malicious files. */
export const evilModels = (): Promise<ModelFile[]> => read("evil/*");

/** Sound files of formats that are not priced. */
export const foreignModels = (): Promise<ModelFile[]> => read("*.{3mf,obj,ply,STEP}");

import { meshXml, modelXml, object } from "#dev/models/formats/threemf.ts";
import { cube } from "#dev/models/solids.ts";
import { analysed } from "../../testing/analysed.ts";

/** A sound 3MF of a cube, in pieces to break. */
export const mesh = meshXml(cube(1));
export const one = object(1, mesh);
export const build = `<item objectid="1"/>`;
export const sound = modelXml(one, build);

/** Attributes of a model that uses the materials' extension. */
export const materials = 'unit="millimeter" xmlns:m="http://schemas.microsoft.com/3dmanufacturing/material/2015/02"';
/** And of one that uses the production extension. */
export const production = 'unit="millimeter" xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"';

/** What a 3MF is answered, its first finding by its code. */
export async function answer(bytes: Uint8Array) {
  const { volume, units, bbox, findings, triangles, area } = await analysed(bytes);
  return { volume, units, bbox, triangles, area, code: findings[0]?.code as string | undefined };
}

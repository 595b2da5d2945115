import type { Mesh } from "../mesh.ts";
import { indexed } from "./indexed.ts";
import { type ZipFile, zip } from "./zip.ts";

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const core = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02";
const opc = "http://schemas.openxmlformats.org/package/2006";
export const modelRelation = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel";

export const contentTypes: ZipFile = {
  name: "[Content_Types].xml",
  content: `${xml}<Types xmlns="${opc}/content-types">
    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
    <Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>`,
};

/** The relationships of a package; each is its attributes. */
export const relationships = (...all: readonly string[]): ZipFile => ({
  name: "_rels/.rels",
  content: `${xml}<Relationships xmlns="${opc}/relationships">${all.map((one) => `<Relationship ${one}/>`).join("")}</Relationships>`,
});
export const rootRelationship = `Target="/3D/3dmodel.model" Id="r0" Type="${modelRelation}"`;

export const modelFile = (content: string, name = "3D/3dmodel.model"): ZipFile => ({ name, content });

/** A model part; `attributes` are further ones of its root. */
export const modelXml = (resources: string, build: string, attributes = 'unit="millimeter"'): string =>
  `${xml}\n<model xmlns="${core}" ${attributes}><resources>${resources}</resources><build>${build}</build></model>`;

export function meshXml(mesh: Mesh): string {
  const { vertices, triangles } = indexed(mesh);
  const corners = vertices.map(([x, y, z]) => `<vertex x="${x}" y="${y}" z="${z}"/>`).join("\n");
  const faces = triangles.map(([a, b, c]) => `<triangle v1="${a}" v2="${b}" v3="${c}"/>`).join("\n");
  return `<mesh><vertices>${corners}</vertices><triangles>${faces}</triangles></mesh>`;
}

export const object = (id: number | string, content: string, attributes = ""): string =>
  `<object id="${id}" ${attributes}>${content}</object>`;

/** A 3MF of one model part, and further files of the package. */
export const threeMfOf = (model: string, ...more: readonly ZipFile[]): Uint8Array<ArrayBuffer> =>
  zip(contentTypes, relationships(rootRelationship), modelFile(model), ...more);

/** A 3MF of one mesh, in millimetres. */
export const threeMf = (mesh: Mesh): Uint8Array<ArrayBuffer> =>
  threeMfOf(modelXml(object(1, meshXml(mesh)), `<item objectid="1"/>`));

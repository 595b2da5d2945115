import { describe, expect, test } from "bun:test";
import { glbBinary, glbDocument, glbFile } from "#dev/models/formats/binary.ts";
import { cube } from "#dev/models/solids.ts";
import { analysed } from "../testing/analysed.ts";

const { binary, vertices, corners } = glbBinary(cube(1));
type Doc = ReturnType<typeof glbDocument>;
/** The document of a cube with some of it replaced; `any` JSON may stand there. */
const varied = (change: (document: Doc) => unknown, bytes: Uint8Array = binary) => {
  const document = glbDocument(vertices, corners);
  return glbFile(change(document) ?? document, bytes);
};
const withNode = (node: object) => varied((document) => ({ ...document, nodes: [node] }));
const withPrimitive = (primitive: object) =>
  varied((document) => ({ ...document, meshes: [{ primitives: [primitive] }] }));
const answer = async (file: Uint8Array) => {
  const { volume, units, bbox, findings } = await analysed(file);
  return { volume, units, bbox, code: findings[0]?.code as string | undefined };
};

describe("GLB", () => {
  test("is in metres", async () => expect(await answer(varied(() => {}))).toMatchObject({ volume: 1, units: "meter" }));

  test.each<[string, Uint8Array, number]>([
    ["a scaled node", withNode({ mesh: 0, scale: [2, 3, 4] }), 24],
    ["a mirrored node", withNode({ mesh: 0, scale: [-2, 1, 1] }), 2],
    ["a rotated node", withNode({ mesh: 0, rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], translation: [5, 0, 0] }), 1],
    ["a matrix", withNode({ mesh: 0, matrix: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 9, 9, 9, 1] }), 8],
    [
      "children",
      varied((d) => ({
        ...d,
        nodes: [{ children: [1, 2], scale: [2, 2, 2] }, { mesh: 0 }, { mesh: 0, translation: [3, 0, 0] }],
      })),
      16,
    ],
    ["no scenes", varied(({ scenes: _, scene: __, ...d }) => d), 1],
    [
      "points and lines beside",
      varied((d) => ({
        ...d,
        meshes: [{ primitives: [...d.meshes[0]!.primitives, { attributes: { POSITION: 0 }, mode: 0 }] }],
      })),
      1,
    ],
    ["extensions that change looks only", varied((d) => ({ ...d, extensionsRequired: ["KHR_materials_unlit"] })), 1],
  ])("with %s is read", async (_, file, volume) => expect((await answer(file)).volume).toBeCloseTo(volume, 12));

  test("applies a translation and a rotation to the box", async () => {
    const file = withNode({ mesh: 0, rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], translation: [5, 0, 0] });
    const { bbox } = await answer(file);
    expect([...bbox!.min, ...bbox!.max].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([4, 0, 0, 5, 1, 1]);
  });

  test("of strips and fans is read", async () => {
    const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
    const positions = new Uint8Array(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1).buffer);
    // A tetrahedron is one strip of six corners: 0 2 1, then turned round, and so on.
    const strip = words(0, 2, 1, 3, 0, 2);
    const document = {
      ...glbDocument(4, 6),
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, mode: 5 }] }],
    };
    expect((await answer(glbFile(document, new Uint8Array([...positions, ...strip])))).volume).toBeCloseTo(1 / 6, 12);
    const fan = words(3, 0, 1, 2, 0, 0);
    const fanned = {
      ...document,
      meshes: [
        {
          primitives: [
            { attributes: { POSITION: 0 }, indices: 1, mode: 6 },
            { attributes: { POSITION: 0 }, indices: 2 },
          ],
        },
      ],
    };
    const accessors = [
      { ...document.accessors[0]! },
      { ...document.accessors[1]!, count: 5 },
      { ...document.accessors[1]!, count: 3, byteOffset: 24 },
    ];
    const bufferViews = [document.bufferViews[0]!, { ...document.bufferViews[1]!, byteLength: 36 }];
    const bytes = new Uint8Array([...positions, ...fan, ...words(0, 2, 1)]);
    const file = glbFile({ ...fanned, accessors, bufferViews, buffers: [{ byteLength: bytes.length }] }, bytes);
    expect((await answer(file)).volume).toBeCloseTo(1 / 6, 12);
  });

  test("of sparse, normalized and interleaved accessors is read", async () => {
    const view = new DataView(new ArrayBuffer(8 * 8 + 2 + 6 + 4 * corners));
    for (let i = 0; i < 8; i++)
      [i & 1, (i >> 1) & 1, i >> 2].forEach((bit, j) => void view.setUint16(8 * i + 2 * j, 65_535 * bit, true));
    // The corner 7 is only where it belongs once the sparse values are in place.
    view.setUint16(8 * 7, 0, true);
    view.setUint8(64, 7);
    for (let j = 0; j < 3; j++) view.setUint16(66 + 2 * j, 65_535, true);
    const faces = [
      0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5,
    ];
    for (const [i, face] of faces.entries()) view.setUint32(72 + 4 * i, face, true);
    const document = {
      ...glbDocument(8, 36),
      buffers: [{ byteLength: view.byteLength }],
      bufferViews: [
        { buffer: 0, byteLength: 64, byteStride: 8 },
        { buffer: 0, byteOffset: 72, byteLength: 144 },
        { buffer: 0, byteOffset: 64, byteLength: 8 },
      ],
      accessors: [
        {
          bufferView: 0,
          componentType: 5123,
          normalized: true,
          count: 8,
          type: "VEC3",
          sparse: {
            count: 1,
            indices: { bufferView: 2, componentType: 5121 },
            values: { bufferView: 2, byteOffset: 2 },
          },
        },
        { bufferView: 1, componentType: 5125, count: 36, type: "SCALAR" },
      ],
    };
    expect(await answer(glbFile(document, new Uint8Array(view.buffer)))).toMatchObject({ volume: 1, code: undefined });
  });
});

describe("a GLB that cannot be read is answered:", () => {
  const accessor = (index: number, change: object) =>
    varied((d) => ({ ...d, accessors: d.accessors.map((one, i) => (i === index ? { ...one, ...change } : one)) }));
  const version1 = varied(() => {});
  version1[4] = 1;
  test.each<[string, Uint8Array, string]>([
    ["Draco", varied((d) => ({ ...d, extensionsRequired: ["KHR_draco_mesh_compression"] })), "model/unsupported"],
    [
      "meshopt",
      varied((d) => ({
        ...d,
        bufferViews: d.bufferViews.map((view) => ({ ...view, extensions: { EXT_meshopt_compression: {} } })),
      })),
      "model/unsupported",
    ],
    [
      "Draco that may be left out, and cannot",
      withPrimitive({ attributes: {}, extensions: { KHR_draco_mesh_compression: {} } }),
      "model/unsupported",
    ],
    [
      "bytes in another file",
      varied((d) => ({ ...d, buffers: [{ byteLength: 10, uri: "a.bin" }] })),
      "model/unsupported",
    ],
    ["version 1", version1, "model/unsupported"],
    ["nodes that contain themselves", withNode({ mesh: 0, children: [0] }), "model/refers-to-itself"],
    ["a child that is not there", withNode({ children: [7] }), "model/invalid"],
    ["a mesh that is not there", withNode({ mesh: 7 }), "model/invalid"],
    [
      "nodes too deep",
      varied((d) => ({ ...d, nodes: Array.from({ length: 500 }, (_, i) => ({ children: [i + 1] })) })),
      "model/too-complex",
    ],
    ["more vertices than bytes", accessor(0, { count: 1_000_000 }), "model/invalid"],
    ["a billion zeros", accessor(0, { count: 10_000_000, bufferView: undefined }), "model/too-complex"],
    ["an offset beyond the end", accessor(1, { byteOffset: 1e15 }), "model/invalid"],
    ["indices that are floats", accessor(1, { componentType: 5126 }), "model/invalid"],
    ["an unknown type of numbers", accessor(0, { componentType: 5130 }), "model/invalid"],
    ["an index too high", varied(() => {}, binary.with(12 * vertices, 99)), "model/bad-index"],
    ["no JSON", glbFile("x", binary).fill(0x78, 20, 23), "model/invalid"],
    ["JSON too deep", glbFile(JSON.parse(`${"[".repeat(3_000)}${"]".repeat(3_000)}`), binary), "model/invalid"],
    ["bytes missing", varied(() => {}).slice(0, -8), "model/truncated"],
    ["nothing to show", varied((d) => ({ ...d, scenes: [{ nodes: [] }] })), "model/empty"],
  ])("%s", async (_, file, code) => expect(await answer(file)).toMatchObject({ volume: null, code }));
});

import { describe, expect, test } from "bun:test";
import { binaryPly, bytesOf } from "#dev/models/formats/binary.ts";
import { asciiPly, obj, off } from "#dev/models/formats/text.ts";
import { cube } from "#dev/models/solids.ts";
import { analysed } from "./testing/analysed.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const objCube = text(obj(cube(1)));
const offCube = text(off(cube(1)));
const plyCube = text(asciiPly(cube(1)));

/** A cube of quadrilaterals, corners from 0 on in binary order of x, y, z. */
const quads = ["0 2 3 1", "4 5 7 6", "0 1 5 4", "2 6 7 3", "0 4 6 2", "1 3 7 5"];
const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${i & 1} ${(i >> 1) & 1} ${i >> 2}`);
const oneBased = (face: string) => face.split(" ").map((index) => Number(index) + 1);
const objQuads = (vertex: (c: string) => string, corner: (index: number) => string) =>
  [...corners.map((c) => `v ${vertex(c)}`), ...quads.map((face) => `f ${oneBased(face).map(corner).join(" ")}`)].join(
    "\n",
  );
const plain = (c: string) => c;

const answer = async (file: string | Uint8Array) => {
  const bytes = bytesOf(file);
  const whole = await analysed(bytes);
  for (const chunk of [1, 3, 64]) expect(await analysed(bytes, {}, chunk)).toEqual(whole);
  return { volume: whole.volume, format: whole.format as string, code: whole.findings[0]?.code as string | undefined };
};

describe("OBJ with", () => {
  test.each<[string, string]>([
    ["quadrilaterals", objQuads(plain, String)],
    ["indices counted backwards", objQuads(plain, (i) => String(i - 9))],
    ["textures and normals", `vt 0 0\nvn 0 0 1\n${objQuads(plain, (i) => `${i}/1/1`)}`],
    ["normals alone", objQuads(plain, (i) => `${i}//1`)],
    ["colours behind the coordinates", objQuads((c) => `${c} 0.5 0.5 0.5`, String)],
    ["weights", objQuads((c) => `${c} 1.0`, String)],
    ["CRLF and comments behind faces", objQuads(plain, String).replaceAll("\n", " # note\r\n")],
    ["CR alone", objQuads(plain, String).replaceAll("\n", "\r")],
    ["lines continued", objQuads(plain, String).replaceAll("f 1 ", "f 1 \\\n  ")],
    ["lines continued over CRLF", objQuads(plain, String).replaceAll("f 1 ", "f 1\\\r\n ")],
    ["groups, materials, points and lines", `mtllib a.mtl\no a\ng b c\nusemtl m\ns 1\n${objCube}p 1\nl 1 2\n`],
    ["tabs", objCube.replaceAll(" ", "\t")],
    ["a byte order mark", `\ufeff${objCube}`],
    ["a long comment first", `# ${"x".repeat(500)}\n${objCube}`],
    [
      "faces before vertices",
      objQuads(plain, String)
        .split("\n")
        .toReversed()
        .join("\n")
        .replace(/^(f.*\n)+/, "$&"),
    ],
  ])("%s is read", async (name, file) => {
    // Written backwards the vertices have the opposite order: a mirrored cube.
    const code = name === "faces before vertices" ? expect.anything() : undefined;
    expect(await answer(file)).toEqual({
      volume: 1,
      format: "obj",
      code: name === "faces before vertices" ? "model/inside-out" : code,
    });
  });

  test.each<[string, string, string]>([
    ["an index too high", `${objCube}f 1 2 99\n`, "model/bad-index"],
    ["an index of four billion and one", `${objCube}f 1 2 4294967297\n`, "model/bad-index"],
    ["an index 0", `${objCube}f 0 1 2\n`, "model/unreadable"],
    ["an index too far back", `${objCube}f -1 -2 -99\n`, "model/unreadable"],
    ["a word for a number", objCube.replace("v 0", "v zero"), "model/unreadable"],
    ["a missing coordinate", objCube.replace(/^v \S+ /m, "v "), "model/unreadable"],
    ["NaN", objCube.replace(/^v \S+ /m, "v nan "), "model/not-finite"],
    ["1e999", objCube.replace(/^v \S+ /m, "v 1e999 "), "model/not-finite"],
    ["no faces", "v 0 0 0\nv 1 0 0\n", "model/empty"],
    ["an endless line", `${objCube}f ${"1 ".repeat(600_000)}\n`, "model/too-complex"],
  ])("%s is answered", async (_, file, code) =>
    expect((await analysed(bytesOf(file))).findings[0]?.code as string).toBe(code),
  );

  test("no statement it knows is no OBJ", async () =>
    expect(await answer("Dear Sir or Madam,\nplease print this.\n")).toEqual({
      volume: null,
      format: "unknown",
      code: "model/unreadable",
    }));
});

describe("OFF with", () => {
  const off4 = (header: string, vertex: (c: string) => string, face = (f: string) => `4 ${f}`) =>
    [header, "8 6 12", ...corners.map(vertex), ...quads.map(face), ""].join("\n");
  test.each<[string, string]>([
    ["quadrilaterals", off4("OFF", plain)],
    ["counts on the header's line", offCube.replace("OFF\n", "OFF ")],
    ["counts against the header", offCube.replace("OFF\n", "OFF")],
    ["comments and empty lines", `# made\n\n${offCube.replaceAll("\n", " # note\n\n")}`],
    ["colours of vertices", off4("COFF", (c) => `${c} 255 0 0 255`)],
    ["normals", off4("NOFF", (c) => `${c} 0 0 1`)],
    ["textures, colours and normals", off4("STCNOFF", (c) => `${c} 0 0 1 1 0 0 1 0.5 0.5`)],
    ["colours of faces", off4("OFF", plain, (f) => `4 ${f} 0.1 0.2 0.3`)],
    [
      "homogeneous coordinates",
      off4(
        "4OFF",
        (c) =>
          `${c
            .split(" ")
            .map((x) => 2 * Number(x))
            .join(" ")} 2`,
      ),
    ],
    ["a stated dimension", off4("nOFF\n3", plain)],
    ["no number of edges", offCube.replace(/^(\d+ \d+) 0$/m, "$1")],
    ["CRLF and no last newline", offCube.trimEnd().replaceAll("\n", "\r\n")],
  ])("%s is read", async (_, file) =>
    expect(await answer(file)).toEqual({ volume: 1, format: "off", code: undefined }),
  );

  test.each<[string, string, string]>([
    ["binary", "OFF BINARY\n\0\0\0\u0008\0\0\0\u0006\0\0\0\0", "model/unsupported"],
    ["four dimensions", off4("nOFF\n4", plain), "model/unsupported"],
    ["a face that is missing", offCube.split("\n").slice(0, -3).join("\n"), "model/truncated"],
    ["no counts", "OFF\n", "model/truncated"],
    ["counts that are huge", offCube.replace(/^\d+ \d+ 0$/m, "4000000000 4000000000 0"), "model/truncated"],
    ["an index too high", off4("OFF", plain, (f) => `4 ${f.replace("7", "8")}`), "model/bad-index"],
    ["a negative index", off4("OFF", plain, (f) => `4 ${f.replace("7", "-1")}`), "model/unreadable"],
    ["a corner that is missing", off4("OFF", plain, (f) => `5 ${f}`), "model/unreadable"],
    ["more faces than announced", `${offCube}3 0 1 2\n`, "model/trailing-bytes"],
  ])("%s is answered", async (_, file, code) => expect((await answer(file)).code).toBe(code));
});

describe("PLY with", () => {
  const head = (format: string, ...lines: string[]) =>
    ["ply", `format ${format} 1.0`, ...lines, "end_header", ""].join("\n");
  const xyz = ["element vertex 8", "property float x", "property float y", "property float z"];
  const body = (vertex: (c: string) => string, face: (f: string) => string) =>
    [...corners.map(vertex), ...quads.map(face), ""].join("\n");
  const faces = ["element face 6", "property list uchar int vertex_indices"];
  /** A quadrilateral a, b, c, d is the strip a, b, d, c. */
  const strip = quads.map((face) => face.replace(/(\d) (\d)$/, "$2 $1")).join(" -1 ");
  const strips = `${corners.join("\n")}\n${strip.split(" ").length} ${strip}\n`;
  test.each<[string, string]>([
    ["quadrilaterals", head("ascii", ...xyz, ...faces) + body(plain, (f) => `4 ${f}`)],
    [
      "the other name of the list",
      head("ascii", ...xyz, faces[0]!, "property list uint8 uint32 vertex_index") + body(plain, (f) => `4 ${f}`),
    ],
    [
      "properties in another order",
      head("ascii", xyz[0]!, "property uchar red", xyz[3]!, xyz[2]!, xyz[1]!, ...faces) +
        body(
          (c) => `9 ${c.split(" ").toReversed().join(" ")}`,
          (f) => `4 ${f}`,
        ),
    ],
    [
      "elements between",
      `${head(
        "ascii",
        "element material 2",
        "property float shine",
        "property list uchar float more",
        ...xyz,
        "element edge 1",
        "property int vertex1",
        ...faces,
      )}1 2 0.5 0.5\n2 0\n${[...corners, "7", ...quads.map((f) => `4 ${f}`)].join("\n")}`,
    ],
    [
      "lists before and behind the corners",
      head("ascii", ...xyz, faces[0]!, "property list uchar float texcoord", faces[1]!, "property uchar flag") +
        body(plain, (f) => `2 0.5 0.5 4 ${f} 1`),
    ],
    ["faces first", head("ascii", ...faces, ...xyz) + [...quads.map((f) => `4 ${f}`), ...corners].join("\n")],
    ["strips", head("ascii", ...xyz, "element tristrips 1", "property list int int vertex_indices") + strips],
    ["CRLF", (head("ascii", ...xyz, ...faces) + body(plain, (f) => `4 ${f}`)).replaceAll("\n", "\r\n")],
    ["comments and object information", plyCube.replace("element", "obj_info x\ncomment y\nelement")],
  ])("%s is read", async (_, file) =>
    expect(await answer(file)).toEqual({ volume: 1, format: "ply-ascii", code: undefined }),
  );

  const binary = binaryPly(cube(1), true);
  const end = text(binary).indexOf("end_header") + "end_header\n".length;
  test("header lines that end otherwise, before a body that looks like a line", async () => {
    for (const newline of ["\r\n", "\r"]) {
      const header = text(binary.subarray(0, end)).replaceAll("\n", newline);
      expect(await answer(bytesOf(header, binary.subarray(end)))).toEqual({
        volume: 1,
        format: "ply-binary",
        code: undefined,
      });
    }
  });

  test.each<[string, string | Uint8Array, string]>([
    ["an unknown format", plyCube.replace("ascii", "ternary"), "model/unreadable"],
    ["a header without end", `ply\n${"comment x\n".repeat(9_000)}`, "model/unreadable"],
    ["no z", plyCube.replace("property double z\n", ""), "model/unreadable"],
    ["x twice", plyCube.replace("property double y", "property double x"), "model/unreadable"],
    ["a count that is huge", plyCube.replace("element face 12", "element face 999999999999"), "model/truncated"],
    ["rows without properties", plyCube.replace("element face", "element nothing 4000000000\nelement face"), ""],
    ["a list of length -1", plyCube.replace(/\n3 (.*)$/m, "\n-1 $1"), "model/unreadable"],
    ["an index too high", plyCube.replace(/\n3 \d+/, "\n3 8"), "model/bad-index"],
    ["a negative index", plyCube.replace(/\n3 \d+/, "\n3 -5"), "model/unreadable"],
    ["an index that is no integer", plyCube.replace(/\n3 \d+/, "\n3 0.5"), "model/unreadable"],
    ["a word", plyCube.replace(/\n3 \d+/, "\n3 one"), "model/unreadable"],
    ["more than announced", `${plyCube}1 2 3\n`, "model/trailing-bytes"],
    ["bytes behind the end", bytesOf(binary, "xy"), "model/trailing-bytes"],
    ["a list cut short", binary.slice(0, -2), "model/truncated"],
  ])("%s is answered", async (_, file, code) => expect((await answer(file)).code ?? "").toBe(code));
});

import { insideOut, join, without } from "./mesh.ts";
import { box, cube } from "./solids.ts";
import { asciiStl, binaryStl } from "./stl.ts";

/** A file that is malformed, malicious or merely misleading, with what must be found in it. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Code of the first finding; none where the file is sound and only looks otherwise. */
  readonly finding?: string;
  /** Where there is a volume all the same. */
  readonly volume?: number;
}

const ascii = (text: string) => new TextEncoder().encode(text);

/** A copy with a number written over byte `at`. */
function patched(bytes: Uint8Array, write: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  write(new DataView(copy.buffer));
  return copy;
}

const cubeStl = binaryStl(cube(1));
const cubeText = new TextDecoder().decode(asciiStl(cube(1)));
const edited = (from: string | RegExp, to: string) => ascii(cubeText.replace(from, to));
const firstX = 84 + 12;

/** Bytes without any structure, the same in every run (xorshift32). */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

const malformed: HostileFile[] = [
  { name: "nothing", bytes: new Uint8Array(), finding: "model/empty" },
  { name: "no triangles", bytes: binaryStl(new Float64Array()), finding: "model/empty" },
  { name: "no facets", bytes: ascii("solid a\nendsolid a\n"), finding: "model/empty" },
  { name: "noise", bytes: noise(5_000, 0x2545f491), finding: "model/unreadable" },
  { name: "less than a header", bytes: cubeStl.slice(0, 83), finding: "model/unreadable" },
  { name: "cut within a triangle", bytes: cubeStl.slice(0, -20), finding: "model/truncated" },
  { name: "cut after a triangle", bytes: cubeStl.slice(0, -50), finding: "model/truncated" },
  { name: "text cut within a number", bytes: ascii(cubeText.slice(0, 400)), finding: "model/truncated" },
  { name: "text cut within a word", bytes: ascii(cubeText.slice(0, -13)), finding: "model/truncated" },
  { name: "text cut after a facet", bytes: edited(/endsolid.*/, ""), finding: "model/truncated" },
  { name: "text with a quadrilateral", bytes: edited("endloop", "vertex 0 0 0 endloop"), finding: "model/unreadable" },
  { name: "text with a missing number", bytes: edited("vertex 0 0 0", "vertex 0 0"), finding: "model/unreadable" },
  { name: "text with decimal commas", bytes: edited("vertex 0 0 0", "vertex 0,5 0 0"), finding: "model/unreadable" },
  { name: "text with an endless word", bytes: edited("facet", "f".repeat(100_000)), finding: "model/unreadable" },
  {
    name: "text with an endless normal",
    bytes: edited(/(?<=endfacet\s+facet normal )0/, "0".repeat(999)),
    finding: "model/unreadable",
  },
  {
    name: "announces 4 billion triangles",
    bytes: patched(cubeStl, (view) => view.setUint32(80, 0xffff_ffff, true)),
    finding: "model/truncated",
  },
  { name: "more than announced", bytes: appended(cubeStl, noise(70, 7)), finding: "model/trailing-bytes", volume: 1 },
];

const numbers: HostileFile[] = [
  {
    name: "NaN",
    bytes: patched(cubeStl, (view) => view.setFloat32(firstX, Number.NaN, true)),
    finding: "model/not-finite",
  },
  {
    name: "infinity",
    bytes: patched(cubeStl, (view) => view.setFloat32(firstX + 50, Number.NEGATIVE_INFINITY, true)),
    finding: "model/not-finite",
  },
  {
    name: "3e38",
    bytes: patched(cubeStl, (view) => view.setFloat32(firstX, 3e38, true)),
    finding: "model/coordinate-too-large",
  },
  { name: "text NaN", bytes: edited("vertex 0", "vertex -nan(ind)"), finding: "model/not-finite" },
  { name: "text infinity", bytes: edited("vertex 0", "vertex 1e999"), finding: "model/not-finite" },
  { name: "text 1e200", bytes: edited("vertex 0", "vertex 1e200"), finding: "model/coordinate-too-large" },
];

const foreign: HostileFile[] = [
  { name: "zip (3MF)", bytes: appended(ascii("PK\x03\x04"), noise(900, 11)), finding: "model/unreadable" },
  { name: "glTF", bytes: appended(ascii("glTF\x02\0\0\0"), noise(900, 13)), finding: "model/truncated" },
  { name: "OBJ", bytes: ascii("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n".repeat(9)), finding: "model/not-closed" },
  { name: "PLY", bytes: ascii(`ply\nformat ascii 1.0\n${"comment x\n".repeat(9)}`), finding: "model/truncated" },
  { name: "STEP", bytes: ascii(`ISO-10303-21;\nHEADER;\n${"/* x */\n".repeat(9)}`), finding: "model/unreadable" },
];

const surfaces: HostileFile[] = [
  { name: "inside out", bytes: binaryStl(insideOut(cube(1))), finding: "model/inside-out", volume: 1 },
  { name: "one triangle missing", bytes: binaryStl(without(cube(1), 5)), finding: "model/not-closed" },
  { name: "a tube along x", bytes: binaryStl(without(cube(1), 8, 9, 10, 11)), finding: "model/not-closed" },
  { name: "a tube along y", bytes: binaryStl(without(cube(1), 4, 5, 6, 7)), finding: "model/not-closed" },
  { name: "a tube along z", bytes: binaryStl(without(cube(1), 0, 1, 2, 3)), finding: "model/not-closed" },
  {
    // 1 × 1 × 1 without its ends along x and 1 × 1 × 2 without those along y: the flux along x alone looks right.
    name: "two tubes that make up for each other",
    bytes: binaryStl(join(without(cube(1), 8, 9, 10, 11), without(box([1, 1, 2], [3, 0, 0]), 4, 5, 6, 7))),
    finding: "model/not-closed",
  },
  { name: "a double-sided sheet", bytes: binaryStl(box([1, 1, 0]).subarray(0, 36)), finding: "model/no-volume" },
  {
    name: "triangles without area",
    bytes: binaryStl(join(cube(1), new Float64Array(9))),
    finding: "model/degenerate-triangles",
    volume: 1,
  },
  // Shells that overlap count twice until they are united, which one pass over the triangles cannot do.
  { name: "overlapping shells", bytes: binaryStl(join(cube(10), box([10, 10, 10], [5, 5, 5]))), volume: 2000 },
];

const misleading: HostileFile[] = [
  ...["solid exported by CAD facet", "SOLID\nfacet normal 0 0 0"].map((header) => ({
    name: `binary that says ${header.slice(0, 5)}`,
    bytes: binaryStl(cube(1), header),
    finding: "model/misleading-header",
    volume: 1,
  })),
  { name: "text in capitals", bytes: ascii(cubeText.toUpperCase()), volume: 1 },
  { name: "text with a byte order mark", bytes: ascii(`\ufeff  ${cubeText}`), volume: 1 },
  { name: "text on a line per token", bytes: ascii(cubeText.replaceAll(/ +(?!generated)/g, "\r\n")), volume: 1 },
  { name: "text without a last newline", bytes: ascii(cubeText.trimEnd()), volume: 1 },
  { name: "text with a long name", bytes: ascii(cubeText.replaceAll("generated", "größe ".repeat(500))), volume: 1 },
  { name: "two solids", bytes: appended(asciiStl(cube(1)), asciiStl(box([1, 1, 1], [5, 0, 0]))), volume: 2 },
];

function appended(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** One file for each way we know in which an STL goes wrong or only seems to. */
export const hostileFiles: readonly HostileFile[] = [...malformed, ...numbers, ...foreign, ...surfaces, ...misleading];

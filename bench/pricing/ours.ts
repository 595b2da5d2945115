import { createAnalyser } from "#actors/pricing/geometry/analyser.ts";
import { TriangleSums } from "#actors/pricing/geometry/sums.ts";
import { createExamination } from "#actors/pricing/topology/examination.ts";
import { compileAssembly } from "#dev/wasm/build.ts";

const limits = { bytesMax: 2 ** 31, trianglesMax: 20_000_000 };

/** What a contender makes of a file: the volume it finds, or null where it finds none. */
export type Contender = (bytes: Uint8Array<ArrayBuffer>) => Promise<number | null> | number | null;

/** From the file's bytes to stored facts, all in one call. */
export const analyser: Contender = async (bytes) => {
  const analysing = createAnalyser(limits);
  analysing.push(bytes);
  return (await analysing.finish()).volume;
};

/** The same pass without WASM. */
export const plainPass: Contender = (bytes) => {
  const sums = new TriangleSums(Number.POSITIVE_INFINITY, { plain: true });
  sums.addRecords(new DataView(bytes.buffer), 84, (bytes.length - 84) / 50);
  return sums.total().volume;
};

/** Facts, and how the triangles hang together. */
export const closerLook: Contender = async (bytes) => {
  const examination = createExamination(limits);
  examination.push(bytes);
  return (await examination.finish()).topology.volume;
};

/** Reads the bytes where WASM can: in its memory. */
export async function readingFloor(bytes: Uint8Array): Promise<() => void> {
  const pages = Math.ceil((65_536 + bytes.length) / 65_536);
  const source = await Bun.file(new URL("floor.as", import.meta.url)).text();
  const compiled = await WebAssembly.compile((await compileAssembly(source, pages)) as Uint8Array<ArrayBuffer>);
  const { memory, read } = new WebAssembly.Instance(compiled).exports as unknown as {
    readonly memory: WebAssembly.Memory;
    readonly read: (from: number, bytes: number) => bigint;
  };
  new Uint8Array(memory.buffer).set(bytes, 65_536);
  return () => void read(65_536, bytes.length);
}

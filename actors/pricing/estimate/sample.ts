/** Runs of a sample, one from each of as many equal parts of the file, and the triangles of each. */
const runs = 128;
const trianglesPerRun = 128;
/** A sample that is not so many times smaller than the file saves nothing. */
const leastWeight = 2;
const headerBytes = 84;
const triangleBytes = 50;

/** A part of a file to look at: its first byte and how many. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Which triangles stand for the whole. */
export interface SamplePlan {
  /** The beginning of the file, its end, then a run in each part of what is between. */
  readonly ranges: readonly ByteRange[];
  /** How many triangles each triangle of a run stands for. */
  readonly weight: number;
}

/** The number of triangles of a binary STL, by its size and its header alone; undefined when it is none. */
export function trianglesOf(header: Uint8Array, bytes: number): number | undefined {
  if (header.length < headerBytes) return undefined;
  const count = new DataView(header.buffer, header.byteOffset).getUint32(80, true);
  return bytes === headerBytes + triangleBytes * count ? count : undefined;
}
export const headerRange: ByteRange = { offset: 0, length: headerBytes };

/**
 * Where to look in a binary STL of that many triangles: at one run in a random place of each of 128 equal parts, because
 * neighbours in a file are neighbours on the model, and at all of the beginning and the end, where exporters put whatever
 * is a body of its own. Undefined where the file is so small that all of it is read as soon. `random` gives numbers from
 * 0 to 1.
 */
export function planSample(triangles: number, random: () => number): SamplePlan | undefined {
  const part = (triangles - 2 * trianglesPerRun) / runs;
  const weight = part / trianglesPerRun;
  if (weight < leastWeight) return undefined;
  const run = (first: number) => ({
    offset: headerBytes + triangleBytes * first,
    length: triangleBytes * trianglesPerRun,
  });
  const starts = Array.from({ length: runs }, (_, i) =>
    Math.floor(trianglesPerRun + i * part + random() * (part - trianglesPerRun)),
  );
  return { ranges: [0, triangles - trianglesPerRun, ...starts].map(run), weight };
}

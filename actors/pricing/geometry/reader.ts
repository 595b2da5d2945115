import type { ModelFormat, Overhang } from "#contracts/pricing/facts.ts";
import type { Finding } from "#contracts/pricing/finding.ts";
import type { FileUnit } from "#contracts/pricing/unit.ts";

/** Takes triangles in the order of the file; how they are cut into calls changes nothing. */
export interface TriangleSink {
  /** More triangles came than are accepted: further ones need not be read. */
  readonly exceeded: boolean;
  /** `count` records of binary STL, 50 bytes each, from byte `offset` of `records`. */
  addRecords(records: DataView, offset: number, count: number): void;
  /** `count` triangles of nine coordinates each, from the start of `points`. */
  addPoints(points: Float64Array, count: number): void;
}

/** Gives each triangle to two; what the first does not accept is not read. */
export const both = (first: TriangleSink, second: TriangleSink): TriangleSink => ({
  get exceeded() {
    return first.exceeded;
  },
  addRecords: (records, offset, count) => {
    first.addRecords(records, offset, count);
    second.addRecords(records, offset, count);
  },
  addPoints: (points, count) => {
    first.addPoints(points, count);
    second.addPoints(points, count);
  },
});

/** What a file says besides its triangles. */
export interface Reading {
  readonly format: ModelFormat;
  /** The unit the file states; null where its format has none. */
  readonly units: FileUnit | null;
  /** What is wrong with the file's form. */
  readonly findings: readonly Finding[];
  /** Known without streaming every triangle, where a model is mostly repetitions of its parts. */
  readonly measures?: Measures;
}

/** What a whole model measures, in its own unit. */
export interface Measures {
  readonly triangles: number;
  readonly volume: number | null;
  /** Null or absent where it is not known yet. */
  readonly closed?: boolean | null;
  readonly area: number | null;
  readonly bbox: { readonly min: [number, number, number]; readonly max: [number, number, number] } | null;
  readonly centre?: [number, number, number];
  readonly overhang?: Overhang[];
  readonly findings: readonly Finding[];
}

/**
 * Takes a file's bytes from its first on, in chunks of any size, and gives the triangles to the sink it was made with.
 * Never throws, whatever the bytes are. A chunk is the caller's again as soon as `push` returns.
 */
export interface Reader {
  push(chunk: Uint8Array): void;
  /** Called once, after the last byte. */
  finish(): Reading | Promise<Reading>;
}

/** What a caller allows one file. */
export interface AnalysisLimits {
  readonly bytesMax: number;
  readonly trianglesMax: number;
}

/** What a file may make a reader hold or do; beyond it the answer is a finding. */
export interface ReaderLimits {
  /** Triangles that are read, each as often as the file has it. */
  readonly trianglesMax: number;
  /** Corners held in memory, 24 bytes each, for formats whose triangles refer to them. */
  readonly verticesMax: number;
  /** Triangles held because they came before their corners. */
  readonly pendingMax: number;
  /** Bytes of one line of a text; a polygon of 100,000 corners fits. */
  readonly lineBytesMax: number;
  /** Bytes of a PLY header. */
  readonly headerBytesMax: number;
  /** Bytes of a file whose format must be held as a whole: 3MF, GLB, STEP. */
  readonly wholeBytesMax: number;
  /** Files in an archive. */
  readonly entriesMax: number;
  /** Bytes that unpacking may produce, whatever the archive says of itself. */
  readonly producedBytesMax: number;
  /** How many times the packed bytes unpacking may produce, above the first 16 MB: meshes reach some 30. */
  readonly expansionMax: number;
  /** How deep parts may be nested in parts. */
  readonly nestingMax: number;
  /** What the CAD kernel that reads STEP may take. */
  readonly stepMemoryMax: number;
  readonly stepMsMax: number;
}

export const readerLimits = ({ trianglesMax }: AnalysisLimits): ReaderLimits => ({
  trianglesMax,
  verticesMax: 12_000_000,
  pendingMax: 4_000_000,
  lineBytesMax: 1 << 20,
  headerBytesMax: 1 << 16,
  wholeBytesMax: 256 * 1024 * 1024,
  entriesMax: 4_096,
  producedBytesMax: 2 ** 31,
  expansionMax: 200,
  nestingMax: 64,
  stepMemoryMax: 2 ** 30,
  stepMsMax: 60_000,
});

/** A number of bytes as people say it. */
export const sizeInWords = (bytes: number): string => `${Math.floor(bytes / 1_000_000).toLocaleString("en")} MB`;

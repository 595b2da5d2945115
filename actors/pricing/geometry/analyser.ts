import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type Finding, finding } from "#contracts/pricing/finding.ts";
import { type AnalysisLimits, readerLimits, sizeInWords } from "./limits.ts";
import { openReader } from "./open-reader.ts";
import { both, type Measures, type Reader, type Reading, type TriangleSink } from "./reader.ts";
import { markLength, sniff, sniffedBytes } from "./sniff.ts";
import { TriangleSums } from "./sums.ts";
import { judgeCoordinates, judgeVolume } from "./verdict.ts";

/** Facts of another version may differ in their last digits; it is stored with them. */
export const analyserVersion = "geometry/3";

/** All that a file's content tells; who hashes the bytes adds the hash. */
export type Analysis = Omit<ModelFacts, "sha256">;

/**
 * Analyses a model file while its bytes stream by: `push` chunks of any size, then `finish` once. Never throws,
 * whatever the bytes are. The same bytes give the same facts to the last bit, however they were cut into chunks.
 * Formats made for streaming keep a small memory for any file; of the others the whole file is held.
 */
export interface Analyser {
  push(chunk: Uint8Array): void;
  finish(): Promise<Analysis>;
}

/** `also` gets the same triangles, for a closer look. */
export const createAnalyser = (limits: AnalysisLimits, also?: TriangleSink): Analyser =>
  new ModelAnalyser(limits, also);

class ModelAnalyser implements Analyser {
  private bytes = 0;
  private readonly head = new Uint8Array(sniffedBytes);
  private headBytes = 0;
  private reader: Reader | undefined;
  private readonly sums: TriangleSums;

  private readonly sink: TriangleSink;

  constructor(
    private readonly limits: AnalysisLimits,
    also?: TriangleSink,
  ) {
    this.sums = new TriangleSums(limits.trianglesMax);
    this.sink = also ? both(this.sums, also) : this.sums;
  }

  push(chunk: Uint8Array): void {
    // Bytes beyond the limit are counted, not read; the cut is exact, so that chunks do not show in the facts.
    const allowed = chunk.subarray(0, Math.max(0, this.limits.bytesMax - this.bytes));
    this.bytes += chunk.length;
    if (this.sums.exceeded) return;
    const rest = allowed.subarray(this.fillHead(allowed));
    if (rest.length > 0) this.reader?.push(rest);
  }

  async finish(): Promise<Analysis> {
    const { bytes, limits } = this;
    if (bytes > limits.bytesMax) return this.refused(nothingRead, tooLarge(limits.bytesMax));
    if (bytes === 0) return this.refused(nothingRead, finding("model/empty", "The file is empty."));
    const reading = await (this.reader ?? this.start()).finish();
    const error = this.sums.exceeded
      ? tooManyTriangles(limits.trianglesMax)
      : reading.findings.find(({ severity }) => severity === "error");
    if (error) return this.refused(reading, this.plainer(reading, error));
    const { findings, ...measures } = reading.measures ?? this.measure();
    return { ...this.known(reading), ...measures, findings: [...findings, ...reading.findings] };
  }

  private fillHead(chunk: Uint8Array): number {
    if (this.headBytes === sniffedBytes) return 0;
    const part = chunk.subarray(0, sniffedBytes - this.headBytes);
    this.head.set(part, this.headBytes);
    this.headBytes += part.length;
    if (this.headBytes === sniffedBytes) this.start();
    return part.length;
  }

  private start(): Reader {
    const head = this.head.subarray(0, this.headBytes);
    const sniffed = sniff(head);
    this.reader = openReader(sniffed, this.sink, readerLimits(this.limits));
    const isText = sniffed !== "stl-binary";
    this.reader.push(isText ? head.subarray(markLength(head)) : head);
    return this.reader;
  }

  private known({ format, units }: Pick<Reading, "format" | "units">) {
    return { analyser: analyserVersion, format, bytes: this.bytes, units, closed: null, shells: null };
  }

  private refused(reading: Pick<Reading, "format" | "units">, error: Finding): Analysis {
    const { triangles } = this.sums;
    return { ...this.known(reading), triangles, volume: null, area: null, bbox: null, findings: [error] };
  }

  /** A binary STL that ends too early is no STL at all when its coordinates are none: other bytes hardly ever make any. */
  private plainer({ format }: Reading, error: Finding): Finding {
    if (format !== "stl-binary" || error.code !== "model/truncated") return error;
    if (!judgeCoordinates(this.sums.total())) return error;
    return finding("model/unreadable", "The file is neither a binary STL nor another 3D model we can read.");
  }

  private measure(): Measures {
    const { triangles } = this.sums;
    const nothing = { triangles, volume: null, area: null, bbox: null };
    if (triangles === 0) return { ...nothing, findings: [noTriangles()] };
    const sums = this.sums.total();
    const bad = judgeCoordinates(sums);
    if (bad) return { ...nothing, findings: [bad] };
    const { volume, closed, findings } = judgeVolume(sums);
    const bbox = { min: positiveZero(sums.min), max: positiveZero(sums.max) };
    return {
      triangles,
      volume,
      closed,
      area: sums.area,
      bbox,
      ...(volume === null ? {} : { centre: positiveZero(sums.centre), overhang: [...sums.overhangs] }),
      findings: [...findings, ...degenerate(sums.degenerate)],
    };
  }
}

function degenerate(count: number): Finding[] {
  if (count === 0) return [];
  return [finding("model/degenerate-triangles", `Triangles without area, which do no harm: ${count}.`)];
}

const nothingRead = { format: "unknown", units: null } as const;

const tooLarge = (bytesMax: number) => finding("model/too-large", `The file is larger than ${sizeInWords(bytesMax)}.`);
const tooManyTriangles = (max: number) =>
  finding("model/too-many-triangles", `The model has more than ${max.toLocaleString("en")} triangles.`);
const noTriangles = () => finding("model/empty", "The model has no triangles.");

/** JSON has no -0, and stored facts shall equal computed ones. */
const positiveZero = ([x, y, z]: readonly [number, number, number]): [number, number, number] => [x + 0, y + 0, z + 0];

import type { ModelFacts, ModelFormat } from "#contracts/pricing/facts.ts";
import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { Reader } from "./reader.ts";
import { markLength, sniff, sniffedBytes } from "./sniff.ts";
import { AsciiStlReader } from "./stl-ascii.ts";
import { BinaryStlReader } from "./stl-binary.ts";
import { TriangleSums } from "./sums.ts";
import { judgeCoordinates, judgeVolume } from "./verdict.ts";

/** Facts of another version may differ in their last digits; it is stored with them. */
export const analyserVersion = "stl/1";

export interface AnalysisLimits {
  readonly bytesMax: number;
  readonly trianglesMax: number;
}

/** All that a file's content tells; who hashes the bytes adds the hash. */
export type Analysis = Omit<ModelFacts, "sha256">;

/**
 * Analyses a model file while its bytes stream by: `push` chunks of any size, then `finish` once. Never throws,
 * whatever the bytes are, and keeps the same small memory for any file. The same bytes give the same facts to
 * the last bit, however they were cut into chunks.
 */
export interface Analyser {
  push(chunk: Uint8Array): void;
  finish(): Analysis;
}

export const createAnalyser = (limits: AnalysisLimits): Analyser => new StlAnalyser(limits);

class StlAnalyser implements Analyser {
  private bytes = 0;
  private readonly head = new Uint8Array(sniffedBytes);
  private headBytes = 0;
  private format: ModelFormat = "unknown";
  private reader: Reader | undefined;
  private readonly sums: TriangleSums;

  constructor(private readonly limits: AnalysisLimits) {
    this.sums = new TriangleSums(limits.trianglesMax);
  }

  push(chunk: Uint8Array): void {
    // Bytes beyond the limit are counted, not read; the cut is exact, so that chunks do not show in the facts.
    const allowed = chunk.subarray(0, Math.max(0, this.limits.bytesMax - this.bytes));
    this.bytes += chunk.length;
    if (this.sums.exceeded) return;
    const rest = allowed.subarray(this.fillHead(allowed));
    if (rest.length > 0) this.reader?.push(rest);
  }

  finish(): Analysis {
    if (this.headBytes < sniffedBytes) this.start();
    const formal = this.reader?.finish() ?? [];
    const refused = this.refusal() ?? formal.find(({ severity }) => severity === "error");
    const { format, bytes } = this;
    const known = { analyser: analyserVersion, format, bytes, triangles: this.sums.triangles };
    if (refused) return { ...known, volume: null, area: null, bbox: null, findings: [refused] };
    return { ...known, ...this.measure(formal) };
  }

  private fillHead(chunk: Uint8Array): number {
    if (this.headBytes === sniffedBytes) return 0;
    const part = chunk.subarray(0, sniffedBytes - this.headBytes);
    this.head.set(part, this.headBytes);
    this.headBytes += part.length;
    if (this.headBytes === sniffedBytes) this.start();
    return part.length;
  }

  private start(): void {
    const head = this.head.subarray(0, this.headBytes);
    this.format = sniff(head);
    if (this.format === "stl-ascii") this.reader = new AsciiStlReader(this.sums);
    if (this.format === "stl-binary") this.reader = new BinaryStlReader(this.sums);
    this.reader?.push(this.format === "stl-ascii" ? head.subarray(markLength(head)) : head);
  }

  /** Why the content is no matter, the plainest reason first. */
  private refusal(): Finding | undefined {
    const { bytesMax, trianglesMax } = this.limits;
    if (this.bytes > bytesMax) return finding("model/too-large", `The file is larger than ${megabytes(bytesMax)}.`);
    if (this.bytes === 0) return finding("model/empty", "The file is empty.");
    if (this.format === "unknown")
      return finding("model/unreadable", "The file is not an STL, and only STL can be read.");
    if (!this.sums.exceeded) return undefined;
    const limit = trianglesMax.toLocaleString("en");
    return finding("model/too-many-triangles", `The model has more than ${limit} triangles.`);
  }

  private measure(formal: Finding[]): Pick<Analysis, "volume" | "area" | "bbox" | "findings"> {
    const nothing = { volume: null, area: null, bbox: null };
    if (this.sums.triangles === 0) return { ...nothing, findings: [noTriangles(), ...formal] };
    const sums = this.sums.total();
    const bad = judgeCoordinates(sums);
    if (bad) return { ...nothing, findings: [bad, ...formal] };
    const { volume, findings } = judgeVolume(sums);
    const bbox = { min: positiveZero(sums.min), max: positiveZero(sums.max) };
    return { volume, area: sums.area2 / 2, bbox, findings: [...findings, ...formal, ...this.degenerate()] };
  }

  private degenerate(): Finding[] {
    const count = this.sums.degenerate;
    if (count === 0) return [];
    return [finding("model/degenerate-triangles", `Triangles without area, which do no harm: ${count}.`)];
  }
}

const noTriangles = () => finding("model/empty", "The model has no triangles.");
const megabytes = (bytes: number) => `${Math.floor(bytes / 1_000_000).toLocaleString("en")} MB`;

/** JSON has no -0, and stored facts shall equal computed ones. */
const positiveZero = ([x, y, z]: readonly [number, number, number]): [number, number, number] => [x + 0, y + 0, z + 0];

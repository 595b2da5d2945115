import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import { IndexedMesh } from "../mesh/indexed-mesh.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { AsciiBody, BinaryBody, type PlyBody } from "./body.ts";
import { type PlyHeader, parseHeader } from "./header.ts";
import { HeaderLines } from "./header-lines.ts";

const endOfHeader = "end_header";

/**
 * Polygon File Format, in text or binary of either byte order: a header that names elements and their properties, then
 * their values. Of all elements `vertex` (x, y, z), `face` (polygons) and `tristrips` make triangles.
 */
export class PlyReader implements Reader {
  private readonly mesh: IndexedMesh;
  private failure: Finding | undefined;
  private header: PlyHeader | undefined;
  private body: PlyBody | undefined;
  private readonly headerLines: HeaderLines;
  private readonly lines: string[] = [];

  constructor(
    sink: TriangleSink,
    private readonly limits: ReaderLimits,
  ) {
    this.mesh = new IndexedMesh(sink, limits);
    this.headerLines = new HeaderLines(limits.headerBytesMax);
  }

  push(chunk: Uint8Array): void {
    if (this.failure !== undefined || this.mesh.stopped) return;
    if (this.body) this.body.push(chunk);
    else this.pushHeader(chunk);
  }

  finish(): Reading {
    if (!this.body) this.failure ??= finding("model/truncated", "The file ends within its header.");
    const problem = this.body?.finish();
    if (!this.mesh.stopped && problem?.severity === "error") this.failure ??= problem;
    const failure = this.failure ?? this.mesh.finish();
    const findings = failure ? [failure] : problem ? [problem] : [];
    return { format: this.header?.encoding === "ascii" ? "ply-ascii" : "ply-binary", units: null, findings };
  }

  private pushHeader(chunk: Uint8Array): void {
    const { headerLines, lines, limits } = this;
    headerLines.push(chunk);
    for (let line = headerLines.next(); line !== undefined; line = headerLines.next()) {
      if (headerLines.taken > limits.headerBytesMax) break;
      if (lines.length > 1 && line.trim() === endOfHeader) {
        this.start();
        return;
      }
      lines.push(line);
    }
    if (headerLines.exceeded) this.fail("The PLY header does not end.");
  }

  private start(): void {
    const parsed = parseHeader(this.lines.slice(1));
    if (typeof parsed === "string") {
      this.fail(parsed);
      return;
    }
    const vertex = parsed.elements.find(({ name }) => name === "vertex");
    const hasAxis = (axis: string) => vertex?.properties.some((p) => p.name === axis && !p.lengthType);
    if (vertex && !["x", "y", "z"].every(hasAxis)) {
      this.fail("The vertices of the PLY have no x, y and z.");
      return;
    }
    this.header = parsed;
    this.body = parsed.encoding === "ascii" ? new AsciiBody(parsed, this.mesh) : new BinaryBody(parsed, this.mesh);
    this.body.push(this.headerLines.rest);
  }

  private fail(message: string): void {
    this.failure ??= finding("model/unreadable", message);
  }
}

import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import { IndexedMesh } from "../mesh/indexed-mesh.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { AsciiBody, BinaryBody, type PlyBody } from "./body.ts";
import { type PlyHeader, parseHeader } from "./header.ts";

const newline = 10;
const carriageReturn = 13;
const endOfHeader = "end_header";
const latin1 = new TextDecoder("latin1");

/**
 * Polygon File Format, in text or binary of either byte order: a header that names elements and their properties, then
 * their values. Of all elements `vertex` (x, y, z), `face` (polygons) and `tristrips` make triangles.
 */
export class PlyReader implements Reader {
  private readonly mesh: IndexedMesh;
  private failure: Finding | undefined;
  private header: PlyHeader | undefined;
  private body: PlyBody | undefined;
  private headerBytes = new Uint8Array();
  private readonly lines: string[] = [];
  private lineStart = 0;
  private endsWithBoth: boolean | undefined;

  constructor(
    sink: TriangleSink,
    private readonly limits: ReaderLimits,
  ) {
    this.mesh = new IndexedMesh(sink, limits);
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
    const joined = new Uint8Array(this.headerBytes.length + chunk.length);
    joined.set(this.headerBytes);
    joined.set(chunk, this.headerBytes.length);
    this.headerBytes = joined;
    for (let line = this.nextLine(); line !== undefined; line = this.nextLine()) {
      if (this.lineStart > this.limits.headerBytesMax) break;
      if (this.lines.length > 1 && line.trim() === endOfHeader) {
        this.start();
        return;
      }
      this.lines.push(line);
    }
    if (this.lineStart > this.limits.headerBytesMax || joined.length - this.lineStart > this.limits.headerBytesMax)
      this.fail("The PLY header does not end.");
  }

  /** The next line whose end has come; the first line decides whether lines end with LF, CR or both. */
  private nextLine(): string | undefined {
    const { headerBytes, lineStart } = this;
    const limit = Math.min(headerBytes.length, lineStart + this.limits.headerBytesMax);
    let end = lineStart;
    while (end < limit && headerBytes[end] !== newline && headerBytes[end] !== carriageReturn) end++;
    if (end === limit) return undefined;
    let next = end + 1;
    if (headerBytes[end] === carriageReturn) {
      // Whether LF follows must be known: the first byte of a binary body may look like one.
      if (end + 1 === headerBytes.length) return undefined;
      this.endsWithBoth ??= headerBytes[end + 1] === newline;
      if (this.endsWithBoth && headerBytes[end + 1] === newline) next++;
    }
    this.lineStart = next;
    return latin1.decode(headerBytes.subarray(lineStart, end));
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
    this.body.push(this.headerBytes.subarray(this.lineStart));
    this.headerBytes = new Uint8Array();
  }

  private fail(message: string): void {
    this.failure ??= finding("model/unreadable", message);
  }
}

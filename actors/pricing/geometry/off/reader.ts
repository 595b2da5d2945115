import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import { IndexedMesh } from "../mesh/indexed-mesh.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { Lines, lineTooLong } from "../text/lines.ts";
import { parseIndex, parseNumber } from "../text/number.ts";
import { type OffHeader, offHeader } from "./header.ts";

const hash = 0x23;

/**
 * Object File Format in text: a header line, the numbers of vertices, faces and (never used) edges, then a line a
 * vertex and a line a face. What stands behind the coordinates (normals, colours, textures) and behind a face's corners
 * (colours) is passed over, as are comments and empty lines.
 */
export class OffReader implements Reader {
  private readonly lines: Lines;
  private readonly mesh: IndexedMesh;
  private failure: Finding | undefined;
  private header: OffHeader | undefined;
  private dimension = 0;
  private vertices = -1;
  private faces = 0;
  private facesRead = 0;
  private extraLines = 0;
  private at = 0;

  constructor(sink: TriangleSink, limits: ReaderLimits) {
    this.mesh = new IndexedMesh(sink, limits);
    const take = (bytes: Uint8Array, start: number, end: number) => this.takeLine(bytes, start, end);
    this.lines = new Lines(take, { bytesMax: limits.lineBytesMax });
  }

  push(chunk: Uint8Array): void {
    if (this.failure === undefined && !this.mesh.stopped) this.lines.push(chunk);
  }

  finish(): Reading {
    if (this.failure === undefined && !this.mesh.stopped) this.lines.finish();
    if (this.lines.tooLong && !this.mesh.stopped) this.failure ??= lineTooLong();
    const missing = this.vertices < 0 || this.mesh.vertices < this.vertices || this.facesRead < this.faces;
    if (missing && !this.mesh.stopped) this.failure ??= truncated();
    const failure = this.failure ?? this.mesh.finish();
    if (failure) return { format: "off", units: null, findings: [failure] };
    return { format: "off", units: null, findings: this.extraLines > 0 ? [trailing(this.extraLines)] : [] };
  }

  private takeLine(bytes: Uint8Array, start: number, lineEnd: number): void {
    if (this.failure !== undefined || this.mesh.stopped) return;
    const comment = bytes.subarray(start, lineEnd).indexOf(hash);
    const end = comment < 0 ? lineEnd : start + comment;
    this.at = start;
    this.skipSpace(bytes, end);
    if (this.at === end) return;
    if (this.header === undefined) this.takeHeader(bytes, end);
    else if (this.header.hasDimension && this.dimension === 0) this.takeDimension(bytes, end);
    else if (this.vertices < 0) this.takeCounts(bytes, end);
    else if (this.mesh.vertices < this.vertices) this.takeVertex(bytes, end);
    else if (this.facesRead < this.faces) this.takeFace(bytes, end);
    else this.extraLines++;
  }

  private takeHeader(bytes: Uint8Array, end: number): void {
    const text = String.fromCharCode(...bytes.subarray(this.at, Math.min(end, this.at + 80)));
    this.header = offHeader(text);
    if (this.header === undefined) {
      this.fail();
      return;
    }
    if (this.header.binary) {
      this.failure = finding(
        "model/unsupported",
        "Binary OFF is not read. Please export the model as text, or as STL.",
      );
      return;
    }
    this.at += this.header.length;
    this.skipSpace(bytes, end);
    if (this.at < end && !this.header.hasDimension) this.takeCounts(bytes, end);
  }

  private takeDimension(bytes: Uint8Array, end: number): void {
    this.dimension = this.nextIndex(bytes, end);
    if (this.dimension === 3) return;
    this.failure = finding("model/unsupported", "The model is not three-dimensional.");
  }

  private takeCounts(bytes: Uint8Array, end: number): void {
    const [vertices, faces] = [this.nextIndex(bytes, end), this.nextIndex(bytes, end)];
    if (!(vertices >= 0 && faces >= 0)) {
      this.fail();
      return;
    }
    this.vertices = vertices;
    this.faces = faces;
  }

  private takeVertex(bytes: Uint8Array, end: number): void {
    const x = this.nextNumber(bytes, end);
    const y = this.nextNumber(bytes, end);
    const z = this.nextNumber(bytes, end);
    const w = this.header!.homogeneous ? this.nextNumber(bytes, end) : 1;
    if (x === undefined || y === undefined || z === undefined || w === undefined) this.fail();
    else this.mesh.addVertex(x / w, y / w, z / w);
  }

  private takeFace(bytes: Uint8Array, end: number): void {
    const corners = this.nextIndex(bytes, end);
    if (!(corners >= 0)) {
      this.fail();
      return;
    }
    this.facesRead++;
    let [first, before] = [0, 0];
    for (let i = 0; i < corners; i++) {
      const corner = this.nextIndex(bytes, end);
      if (!(corner >= 0)) {
        this.fail();
        return;
      }
      if (i === 0) first = corner;
      if (i > 1) this.mesh.addTriangle(first, before, corner);
      before = corner;
    }
  }

  private nextNumber(bytes: Uint8Array, end: number): number | undefined {
    const start = this.nextToken(bytes, end);
    return parseNumber(bytes, start, this.at);
  }

  /** NaN when there is none. */
  private nextIndex(bytes: Uint8Array, end: number): number {
    const start = this.nextToken(bytes, end);
    return parseIndex(bytes, start, this.at);
  }

  private nextToken(bytes: Uint8Array, end: number): number {
    this.skipSpace(bytes, end);
    const start = this.at;
    let stop = start;
    while (stop < end && bytes[stop]! > 32) stop++;
    this.at = stop;
    return start;
  }

  private skipSpace(bytes: Uint8Array, end: number): void {
    while (this.at < end && bytes[this.at]! <= 32) this.at++;
  }

  private fail(): void {
    const line = this.lines.number.toLocaleString("en");
    this.failure ??= finding("model/unreadable", `The text is not valid OFF at line ${line}.`);
  }
}

const truncated = () =>
  finding("model/truncated", "The text ends before the announced faces do. Please export or upload the file again.");

const trailing = (lines: number) =>
  finding("model/trailing-bytes", `${lines.toLocaleString("en")} lines after the last face were ignored.`);

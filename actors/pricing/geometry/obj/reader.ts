import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import { IndexedMesh } from "../mesh/indexed-mesh.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { Lines, lineTooLong } from "../text/lines.ts";
import { parseNumber } from "../text/number.ts";
import { isStatement } from "./statements.ts";

const hash = 0x23;
const slash = 0x2f;
const minus = 0x2d;
const [letterF, letterO, letterV] = [0x66, 0x6f, 0x76];

/**
 * Wavefront OBJ: vertices `v x y z`, with colours or a weight behind them or not, and polygons `f a/t/n …` as fans
 * from their first corner; indices count from 1, or backwards from the last vertex before. Lines, points and curves
 * have no volume and are passed over, as are names, groups and materials.
 */
export class ObjReader implements Reader {
  private readonly lines: Lines;
  private readonly mesh: IndexedMesh;
  private failure: Finding | undefined;
  /** The first statement tells whether this is OBJ at all. */
  private recognised = false;
  private at = 0;

  constructor(sink: TriangleSink, limits: ReaderLimits) {
    this.mesh = new IndexedMesh(sink, limits);
    const take = (bytes: Uint8Array, start: number, end: number) => this.takeLine(bytes, start, end);
    this.lines = new Lines(take, { bytesMax: limits.lineBytesMax, continued: true });
  }

  push(chunk: Uint8Array): void {
    if (this.failure === undefined && !this.mesh.stopped) this.lines.push(chunk);
  }

  finish(): Reading {
    if (this.failure === undefined && !this.mesh.stopped) this.lines.finish();
    if (this.lines.tooLong && !this.mesh.stopped) this.failure ??= lineTooLong();
    const failure = this.failure ?? this.mesh.finish();
    if (!this.recognised) return { format: "unknown", units: null, findings: failure ? [failure] : [] };
    return { format: "obj", units: null, findings: failure ? [failure] : [] };
  }

  private takeLine(bytes: Uint8Array, from: number, end: number): void {
    if (this.failure !== undefined || this.mesh.stopped) return;
    let start = from;
    while (start < end && bytes[start]! <= 32) start++;
    if (start === end || bytes[start] === hash) return;
    const [first, second] = [bytes[start]!, start + 1 < end ? bytes[start + 1]! : 32];
    if (first === letterV && second <= 32) this.takeVertex(bytes, start + 1, end);
    else if (first === letterF && second <= 32) this.takeFace(bytes, start + 1, end);
    // What early versions called a face outline.
    else if (first === letterF && second === letterO && bytes[start + 2]! <= 32) this.takeFace(bytes, start + 2, end);
    else if (this.recognised) return;
    else if (!isStatement(bytes, start, end)) this.fail();
    this.recognised ||= this.failure === undefined;
  }

  private takeVertex(bytes: Uint8Array, from: number, end: number): void {
    this.at = from;
    const x = this.nextNumber(bytes, end);
    const y = this.nextNumber(bytes, end);
    const z = this.nextNumber(bytes, end);
    if (x === undefined || y === undefined || z === undefined) this.fail();
    else this.mesh.addVertex(x, y, z);
  }

  private nextNumber(bytes: Uint8Array, end: number): number | undefined {
    let start = this.at;
    while (start < end && bytes[start]! <= 32) start++;
    let stop = start;
    while (stop < end && bytes[stop]! > 32) stop++;
    this.at = stop;
    return parseNumber(bytes, start, stop);
  }

  private takeFace(bytes: Uint8Array, from: number, end: number): void {
    this.at = from;
    const a = this.nextCorner(bytes, end);
    let b = this.nextCorner(bytes, end);
    for (;;) {
      const c = this.nextCorner(bytes, end);
      if (c === endOfFace) return;
      if (Number.isNaN(a + b + c) || a < 0 || b < 0 || c < 0) {
        this.fail();
        return;
      }
      this.mesh.addTriangle(a, b, c);
      b = c;
    }
  }

  /** A corner's vertex counted from 0, `endOfFace`, or NaN; what follows a slash is passed over. */
  private nextCorner(bytes: Uint8Array, end: number): number {
    let at = this.at;
    while (at < end && bytes[at]! <= 32) at++;
    if (at === end || bytes[at] === hash) {
      this.at = end;
      return endOfFace;
    }
    const negative = bytes[at] === minus;
    if (negative) at++;
    let index = at < end && bytes[at]! > 32 && bytes[at] !== slash ? 0 : Number.NaN;
    for (; at < end && bytes[at]! > 32 && bytes[at] !== slash; at++) {
      const digit = bytes[at]! - 0x30;
      index = digit >= 0 && digit <= 9 ? index * 10 + digit : Number.NaN;
    }
    while (at < end && bytes[at]! > 32) at++;
    this.at = at;
    if (index === 0) return Number.NaN;
    return negative ? this.backwards(index) : index - 1;
  }

  private backwards(index: number): number {
    const vertex = this.mesh.vertices - index;
    return vertex < 0 ? Number.NaN : vertex;
  }

  private fail(): void {
    const what = this.recognised
      ? `valid OBJ at line ${this.lines.number.toLocaleString("en")}`
      : "a 3D model we can read";
    this.failure ??= finding("model/unreadable", `The text is not ${what}.`);
  }
}

/** No index is this low. */
const endOfFace = -1;

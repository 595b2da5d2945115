import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { parseNumber } from "../text/number.ts";
import { tokenBytesMax } from "../text/tokens.ts";
import { isWord, solid, word } from "./words.ts";

/** Divides a block of the sums, so that batches never change where blocks begin. */
const batchTriangles = 256;

const endsolid = word("endsolid");
const facet = word("facet");

const number = "number";
/** A facet's normal: often wrong and never needed, so anything may stand there. */
const ignored = "ignored";
const vertex = [word("vertex"), number, number, number] as const;
/** What must follow the word `facet`, token by token. */
const facetTokens: readonly (Uint8Array | typeof number | typeof ignored)[] = [
  ...([word("normal"), ignored, ignored, ignored] as const),
  ...([word("outer"), word("loop"), ...vertex, ...vertex, ...vertex] as const),
  ...([word("endloop"), word("endfacet")] as const),
];

/**
 * Text STL as tokens between white space, whatever the lines; words in either case; several solids in a row.
 * Memory is one token and one batch of triangles, however long a line is.
 */
export class AsciiStlReader implements Reader {
  private failure: Finding | undefined;
  /** Index of the next token in facetTokens; -1 between facets. */
  private step = -1;
  private facets = 0;
  private inSolid = false;
  /** After `solid` or `endsolid` the rest of the line is a name. */
  private inName = false;
  private readonly points = new Float64Array(9 * batchTriangles);
  private filled = 0;
  /** The beginning of a token that the chunk before ended in. */
  private readonly partial = new Uint8Array(tokenBytesMax);
  private held = 0;

  constructor(private readonly sink: TriangleSink) {}

  push(chunk: Uint8Array): void {
    let i = this.held > 0 ? this.completePartial(chunk) : 0;
    while (i < chunk.length && this.failure === undefined) {
      if (this.inName) i = this.skipName(chunk, i);
      while (i < chunk.length && chunk[i]! <= 32) i++;
      const start = i;
      while (i < chunk.length && chunk[i]! > 32) i++;
      if (i < chunk.length) this.take(chunk, start, i);
      else this.hold(chunk.subarray(start));
    }
  }

  finish(): Reading {
    if (this.failure === undefined) this.finishTokens();
    this.flush();
    return { format: "stl-ascii", units: null, findings: this.failure === undefined ? [] : [this.failure] };
  }

  /** A last word that is cut off is not wrong but cut off. */
  private finishTokens(): void {
    if (this.held > 0) this.take(this.partial, 0, this.held);
    if (this.failure !== undefined || this.inSolid || this.step >= 0) this.failure = truncated();
  }

  private take(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > tokenBytesMax) this.fail();
    else if (this.step < 0) this.takeBetweenFacets(bytes, start, end);
    else this.takeInFacet(facetTokens[this.step]!, bytes, start, end);
  }

  private takeBetweenFacets(bytes: Uint8Array, start: number, end: number): void {
    if (this.inSolid && isWord(facet, bytes, start, end)) {
      this.step = 0;
      return;
    }
    const opens = isWord(solid, bytes, start, end);
    if (!opens && !(this.inSolid && isWord(endsolid, bytes, start, end))) this.fail();
    this.inSolid = opens;
    this.inName = true;
  }

  private takeInFacet(expected: (typeof facetTokens)[number], bytes: Uint8Array, start: number, end: number): void {
    if (expected === number) this.takeNumber(bytes, start, end);
    else if (expected !== ignored && !isWord(expected, bytes, start, end)) this.fail();
    this.step++;
    if (this.step === facetTokens.length) this.endFacet();
  }

  private takeNumber(bytes: Uint8Array, start: number, end: number): void {
    const value = parseNumber(bytes, start, end);
    if (value === undefined) this.fail();
    else this.points[this.filled++] = value;
  }

  private endFacet(): void {
    this.step = -1;
    this.facets++;
    if (this.filled === this.points.length) this.flush();
  }

  /** Gives the batch's complete triangles to the sink. */
  private flush(): void {
    this.sink.addPoints(this.points, Math.floor(this.filled / 9));
    this.filled = 0;
  }

  private skipName(chunk: Uint8Array, from: number): number {
    let i = from;
    while (i < chunk.length && chunk[i] !== 10 && chunk[i] !== 13) i++;
    this.inName = i === chunk.length;
    return i;
  }

  private hold(part: Uint8Array): void {
    if (this.held + part.length > tokenBytesMax) {
      this.fail();
      return;
    }
    this.partial.set(part, this.held);
    this.held += part.length;
  }

  /** Goes on with the token the chunk before ended in; returns where it ends in this one. */
  private completePartial(chunk: Uint8Array): number {
    let i = 0;
    while (i < chunk.length && chunk[i]! > 32) i++;
    this.hold(chunk.subarray(0, i));
    if (i < chunk.length && this.failure === undefined) {
      this.take(this.partial, 0, this.held);
      this.held = 0;
    }
    return i;
  }

  private fail(): void {
    this.failure ??= finding("model/unreadable", `The text is not valid STL at triangle ${this.facets + 1}.`);
  }
}

const truncated = () =>
  finding("model/truncated", "The text ends before the solid does. Please export or upload the file again.");

import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import type { TriangleSink } from "../reader.ts";
import { GrowingFloats, GrowingIndices } from "./growing.ts";

/** Divides a block of the sums, so that batches never change where blocks begin. */
const batchTriangles = 256;

/**
 * Triangles that refer to vertices, given to the sink in their order. A triangle that comes before one of its corners
 * is held, with all that follow it, until the end.
 */
export class IndexedMesh {
  private readonly coordinates: GrowingFloats;
  private readonly pending: GrowingIndices;
  private readonly points = new Float64Array(9 * batchTriangles);
  private filled = 0;
  private failure: Finding | undefined;

  constructor(
    private readonly sink: TriangleSink,
    private readonly limits: ReaderLimits,
  ) {
    this.coordinates = new GrowingFloats(3 * limits.verticesMax);
    this.pending = new GrowingIndices(3 * limits.pendingMax);
  }

  /** Nothing more needs to be read: a limit was passed. */
  get stopped(): boolean {
    return this.failure !== undefined || this.sink.exceeded;
  }

  get vertices(): number {
    return this.coordinates.length / 3;
  }

  addVertex(x: number, y: number, z: number): void {
    if (!this.coordinates.push3(x, y, z)) this.failure ??= tooManyVertices(this.limits.verticesMax);
  }

  /** Corners by their indices from 0 on, which may be those of vertices still to come. */
  addTriangle(a: number, b: number, c: number): void {
    const known = this.coordinates.length;
    if (3 * a < known && 3 * b < known && 3 * c < known && this.pending.length === 0) this.emit(a, b, c);
    else this.hold(a, b, c);
  }

  private hold(a: number, b: number, c: number): void {
    if (Math.max(a, b, c) >= this.limits.verticesMax) this.failure ??= badIndex();
    else if (!this.pending.push3(a, b, c)) this.failure ??= tooManyPending(this.limits.pendingMax);
  }

  /** Gives what was held to the sink; an error when a limit was passed or a corner never came. */
  finish(): Finding | undefined {
    const known = this.vertices;
    const { values, length } = this.pending;
    for (let i = 0; i < length && !this.stopped; i += 3) {
      const [a, b, c] = [values[i]!, values[i + 1]!, values[i + 2]!];
      if (a < known && b < known && c < known) this.emit(a, b, c);
      else this.failure = badIndex();
    }
    this.flush();
    return this.failure;
  }

  private emit(a: number, b: number, c: number): void {
    const { values } = this.coordinates;
    const { points, filled } = this;
    points[filled] = values[3 * a]!;
    points[filled + 1] = values[3 * a + 1]!;
    points[filled + 2] = values[3 * a + 2]!;
    points[filled + 3] = values[3 * b]!;
    points[filled + 4] = values[3 * b + 1]!;
    points[filled + 5] = values[3 * b + 2]!;
    points[filled + 6] = values[3 * c]!;
    points[filled + 7] = values[3 * c + 1]!;
    points[filled + 8] = values[3 * c + 2]!;
    this.filled = filled + 9;
    if (this.filled === points.length) this.flush();
  }

  private flush(): void {
    this.sink.addPoints(this.points, this.filled / 9);
    this.filled = 0;
  }
}

/** What a triangle that names a vertex the file does not have is answered. */
export const badIndex = (): Finding =>
  finding("model/bad-index", "A face refers to a vertex that the file does not have.");

export const tooManyVertices = (max: number): Finding =>
  finding("model/too-many-vertices", `The model has more than ${max.toLocaleString("en")} vertices.`);

const tooManyPending = (max: number) =>
  finding("model/too-complex", `More than ${max.toLocaleString("en")} triangles come before their vertices.`);

import { addPoints, addRecords } from "./kernel.ts";

/** Sums are taken over blocks of this many triangles and combined in order, whoever sums the blocks. */
export const blockTriangles = 4096;

/**
 * Linear sums over triangles, where n is the cross product of a triangle's edges (twice its area vector) and
 * p a corner seen from the model's first corner: far from zero a volume would lose its digits.
 */
export interface Sums {
  /** Σ p·n: six times the volume, by signed tetrahedra. */
  readonly volume6: number;
  /** Σ (a+b+c)ₓ·nₓ, the flux of (x, 0, 0): six times the volume again where the surface is closed. */
  readonly fluxX6: number;
  /** The same along y. */
  readonly fluxY6: number;
  /** Σ |n|: twice the area. */
  readonly area2: number;
  /** Σ n: zero where the surface is closed. */
  readonly normal: readonly [number, number, number];
  /** Bounding box of all corners; NaN coordinates leave it as it is. */
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/**
 * Adds up a model's triangles as a reader finds them. The same triangles give the same bits however they
 * were cut into calls. Coordinates are f32 or f64; every sum is f64.
 */
export class TriangleSums {
  triangles = 0;
  /** Triangles without area. */
  degenerate = 0;
  /** More triangles came than the limit allows; the further ones were left out. */
  exceeded = false;
  // Typed arrays, because a field that once held the integer 0 makes the loops a third slower.
  private readonly whole = new Float64Array(7);
  private readonly block = new Float64Array(7);
  private readonly bounds = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  private origin: Float64Array | undefined;

  constructor(private readonly trianglesMax: number) {}

  /** `count` records of binary STL, 50 bytes each, from byte `offset` of `records`. */
  addRecords(records: DataView, offset: number, count: number): void {
    const taken = this.take(count);
    if (taken === 0) return;
    this.origin ??= Float64Array.from([12, 16, 20], (at) => records.getFloat32(offset + at, true));
    for (let done = 0; done < taken; ) {
      const n = this.roomFor(taken - done);
      this.degenerate += addRecords(this.block, this.bounds, this.origin, records, offset + 50 * done, n);
      this.advance(n);
      done += n;
    }
  }

  /** `count` triangles of nine coordinates each, from the start of `points`. */
  addPoints(points: Float64Array, count: number): void {
    const taken = this.take(count);
    if (taken === 0) return;
    this.origin ??= points.slice(0, 3);
    for (let done = 0; done < taken; ) {
      const n = this.roomFor(taken - done);
      this.degenerate += addPoints(this.block, this.bounds, this.origin, points, done, n);
      this.advance(n);
      done += n;
    }
  }

  /** The sums over all triangles so far. */
  total(): Sums {
    const [volume6, fluxX6, fluxY6, area2, x, y, z] = this.whole.map((sum, i) => sum + this.block[i]!);
    const [minX, minY, minZ, maxX, maxY, maxZ] = this.bounds;
    return {
      volume6: volume6!,
      fluxX6: fluxX6!,
      fluxY6: fluxY6!,
      area2: area2!,
      normal: [x!, y!, z!],
      min: [minX!, minY!, minZ!],
      max: [maxX!, maxY!, maxZ!],
    };
  }

  private take(count: number): number {
    const taken = Math.min(count, this.trianglesMax - this.triangles);
    this.exceeded ||= taken < count;
    return taken;
  }

  private roomFor(count: number): number {
    return Math.min(count, blockTriangles - (this.triangles % blockTriangles));
  }

  private advance(count: number): void {
    this.triangles += count;
    if (this.triangles % blockTriangles !== 0) return;
    for (let i = 0; i < 7; i++) this.whole[i]! += this.block[i]!;
    this.block.fill(0);
  }
}

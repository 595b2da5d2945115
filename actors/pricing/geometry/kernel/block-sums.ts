import { blockTriangles, lanes, sumCount } from "./layout.ts";

/** What a pass over triangles adds up to: the sums of whole blocks, and those of the block that is under way. */
export class BlockSums {
  triangles = 0;
  degenerate = 0;
  nonFinite = 0;
  /** Typed arrays, because a field that once held the integer 0 makes the loops a third slower. */
  readonly whole = new Float64Array(sumCount);
  /** Sum i of lane l at 2·i + l. */
  readonly block = new Float64Array(lanes * sumCount);
  readonly bounds = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  /** Does not depend on the order of the triangles; zero where every edge has its opposite. */
  readonly fingerprint = new Uint32Array(2);

  get place(): number {
    return this.triangles % blockTriangles;
  }

  /** How many of `count` further triangles belong to the block under way. */
  roomFor(count: number): number {
    return Math.min(count, blockTriangles - this.place);
  }

  /** `count` triangles more are in the block's sums. */
  advance(count: number): void {
    this.triangles += count;
    if (this.place !== 0) return;
    this.combineInto(this.whole);
    this.block.fill(0);
  }

  /** The sums over all triangles so far. */
  total(): Float64Array {
    const total = this.whole.slice();
    if (this.place !== 0) this.combineInto(total);
    return total;
  }

  copy(): BlockSums {
    const copy = new BlockSums();
    copy.triangles = this.triangles;
    copy.degenerate = this.degenerate;
    copy.nonFinite = this.nonFinite;
    copy.whole.set(this.whole);
    copy.block.set(this.block);
    copy.bounds.set(this.bounds);
    copy.fingerprint.set(this.fingerprint);
    return copy;
  }

  private combineInto(sums: Float64Array): void {
    for (let i = 0; i < sumCount; i++) sums[i]! += this.block[lanes * i]! + this.block[lanes * i + 1]!;
  }
}

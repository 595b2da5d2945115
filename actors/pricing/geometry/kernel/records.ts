import type { BlockSums } from "./block-sums.ts";
import type { FingerprintKeys } from "./keys.ts";
import { blockTriangles } from "./layout.ts";
import { nonFiniteAmong } from "./non-finite.ts";
import type { SimdPass } from "./simd.ts";
import { addPoints, type Origin } from "./twin.ts";

const recordBytes = 50;
/** WASM takes so many records at once, or a multiple. */
const quad = 4;

/**
 * Feeds records of binary STL to the pass, cut into calls in any way: whole quads go to WASM SIMD from where they lie, and
 * what is left of a call waits for the next one.
 */
export class RecordFeed {
  private readonly waiting = new Uint8Array(quad * recordBytes);
  private waitingCount = 0;

  constructor(
    private readonly into: BlockSums,
    private readonly origin: Origin,
    private readonly keys: FingerprintKeys,
    private readonly simd: SimdPass | null,
  ) {}

  add(records: Uint8Array, count: number): void {
    if (this.simd === null) addRecords(this.into, this.origin, this.keys, records, count);
    else this.addQuads(this.simd, records, count);
  }

  /** All that came, in a copy where records wait for others. */
  settled(): BlockSums {
    if (this.waitingCount === 0) return this.into;
    const copy = this.into.copy();
    addRecords(copy, this.origin, this.keys, this.waiting, this.waitingCount);
    return copy;
  }

  private addQuads(simd: SimdPass, records: Uint8Array, count: number): void {
    const { into, waiting } = this;
    let done = this.waitingCount > 0 ? this.wait(records, 0, Math.min(count, quad - this.waitingCount)) : 0;
    if (this.waitingCount === quad) {
      this.addTo(simd, waiting, quad);
      this.waitingCount = 0;
    }
    while (count - done >= quad) {
      const n = into.roomFor(count - done) & -quad;
      const part = records.subarray(recordBytes * done, recordBytes * (done + n));
      this.addTo(simd, part, n);
      done += n;
    }
    if (done < count) this.wait(records, done, count - done);
  }

  private addTo(simd: SimdPass, records: Uint8Array, count: number): void {
    const { into } = this;
    simd.addRecords(into, this.origin, this.keys, records, count);
    into.nonFinite += nonFiniteAmong(into, count, coordinatesOf(records));
    into.advance(count);
  }

  private wait(records: Uint8Array, first: number, count: number): number {
    const part = records.subarray(recordBytes * first, recordBytes * (first + count));
    this.waiting.set(part, recordBytes * this.waitingCount);
    this.waitingCount += count;
    return count;
  }
}

const decoded = new Float64Array(9 * blockTriangles);

/** The same in plain TypeScript. */
function addRecords(into: BlockSums, origin: Origin, keys: FingerprintKeys, records: Uint8Array, count: number): void {
  const coordinate = coordinatesOf(records);
  for (let done = 0; done < count; ) {
    const n = into.roomFor(count - done);
    for (let i = 0; i < 9 * n; i++) decoded[i] = coordinate(9 * done + i);
    addPoints(into, origin, keys, decoded, 0, n);
    done += n;
  }
}

/** The nine coordinates of each record, all in a row. */
function coordinatesOf(records: Uint8Array): (i: number) => number {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  return (i) => {
    const record = Math.floor(i / 9);
    return view.getFloat32(recordBytes * record + 12 + 4 * (i - 9 * record), true);
  };
}

import type { BlockSums } from "./block-sums.ts";
import type { FingerprintKeys } from "./keys.ts";
import { lanes, steepest, sumCount } from "./layout.ts";
import { simdModule } from "./simd-module.ts";
import type { Origin } from "./twin.ts";

const recordBytes = 50;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly addRecords: (count: number, x3: number, y3: number, z3: number) => void;
  readonly sumsAt: WebAssembly.Global;
  readonly boundsAt: WebAssembly.Global;
  readonly printAt: WebAssembly.Global;
  readonly degenerateAt: WebAssembly.Global;
  readonly constantsAt: WebAssembly.Global;
  readonly recordsAt: WebAssembly.Global;
}

/** The pass over records of binary STL in WASM SIMD: its memory holds one block, its sums come and go with each call. */
export class SimdPass {
  private readonly exports: Exports;
  private readonly sums: Float64Array;
  private readonly bounds: Float32Array;
  private readonly print: Uint32Array;
  private readonly degenerate: BigUint64Array;
  private readonly records: Uint8Array;
  private keys: FingerprintKeys | undefined;

  constructor(module: WebAssembly.Module) {
    this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    const { memory, sumsAt, boundsAt, printAt, degenerateAt, recordsAt } = this.exports;
    this.sums = new Float64Array(memory.buffer, sumsAt.value, lanes * sumCount);
    this.bounds = new Float32Array(memory.buffer, boundsAt.value, 24);
    this.print = new Uint32Array(memory.buffer, printAt.value, 8);
    this.degenerate = new BigUint64Array(memory.buffer, degenerateAt.value, 2);
    this.records = new Uint8Array(memory.buffer, recordsAt.value);
  }

  /** Adds `count` records, a multiple of four that belongs to the block under way, from the start of `records`. */
  addRecords(into: BlockSums, origin: Origin, keys: FingerprintKeys, records: Uint8Array, count: number): void {
    this.useKeys(keys);
    this.records.set(records.subarray(0, recordBytes * count));
    this.sums.set(into.block);
    this.bounds.fill(Infinity, 0, 12).fill(-Infinity, 12);
    this.print.fill(0);
    this.degenerate.fill(0n);
    this.exports.addRecords(count, origin.x3, origin.y3, origin.z3);
    into.block.set(this.sums);
    into.degenerate += Number(this.degenerate[0]! + this.degenerate[1]!);
    this.combine(into);
  }

  /** Bounds and fingerprint do not depend on the order of the triangles: four lanes become one. */
  private combine({ bounds, fingerprint }: BlockSums): void {
    for (let i = 0; i < 12; i++) {
      const axis = i >> 2;
      if (this.bounds[i]! < bounds[axis]!) bounds[axis] = this.bounds[i]!;
      if (this.bounds[i + 12]! > bounds[axis + 3]!) bounds[axis + 3] = this.bounds[i + 12]!;
    }
    for (let i = 0; i < 8; i++) fingerprint[i >> 2]! += this.print[i]!;
  }

  private useKeys(keys: FingerprintKeys): void {
    if (this.keys === keys) return;
    const { memory, constantsAt } = this.exports;
    new Float64Array(memory.buffer, constantsAt.value, 4).set([0, 0, steepest, steepest]);
    const words = new Uint32Array(memory.buffer, constantsAt.value + 32, 4 * keys.length);
    words.set(Array.from(words, (_, i) => keys[i >> 2]!));
    this.keys = keys;
  }
}

/** Null where the engine has no WASM SIMD; then the twin does the work. */
function compiled(): SimdPass | null {
  try {
    return new SimdPass(new WebAssembly.Module(simdModule));
  } catch {
    return null;
  }
}

/** One for the thread: a call leaves nothing behind. */
export const simdPass = compiled();

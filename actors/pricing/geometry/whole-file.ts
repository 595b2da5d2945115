import type { ModelFormat } from "#contracts/pricing/facts.ts";
import { finding } from "#contracts/pricing/finding.ts";
import { type ReaderLimits, sizeInWords } from "./limits.ts";
import type { Reader, Reading, TriangleSink } from "./reader.ts";
import { Refused } from "./refused.ts";
import { isBinaryStl } from "./sniff.ts";
import { BinaryStlReader } from "./stl/binary.ts";

/** Reads a file that is there as a whole. Throws Refused, and nothing else. */
export type ReadWhole = (file: Uint8Array, sink: TriangleSink, limits: ReaderLimits) => Promise<Reading> | Reading;

/** Holds a file whose format needs it whole, up to a limit, and reads it at the end. */
export class WholeFile implements Reader {
  private held = new Uint8Array(1 << 16);
  private bytes = 0;

  constructor(
    private readonly format: ModelFormat,
    private readonly read: ReadWhole,
    private readonly sink: TriangleSink,
    private readonly limits: ReaderLimits,
  ) {}

  push(chunk: Uint8Array): void {
    const needed = this.bytes + chunk.length;
    if (needed <= this.limits.wholeBytesMax) {
      if (needed > this.held.length) this.grow(needed);
      this.held.set(chunk, this.bytes);
    }
    this.bytes = needed;
  }

  async finish(): Promise<Reading> {
    const { bytes, format, sink, limits } = this;
    const max = limits.wholeBytesMax;
    if (bytes > max) {
      const message = `Files of this format may have ${sizeInWords(max)} at most.`;
      return { format, units: null, findings: [finding("model/too-large", message)] };
    }
    const file = this.held.subarray(0, bytes);
    // A binary STL may begin with any bytes; its size gives it away.
    if (isBinaryStl(file)) return readStl(file, sink);
    try {
      return await this.read(file, sink, limits);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { format, units: null, findings: [error.finding] };
    }
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.min(Math.max(needed, 2 * this.held.length), this.limits.wholeBytesMax));
    larger.set(this.held.subarray(0, this.bytes));
    this.held = larger;
  }
}

function readStl(file: Uint8Array, sink: TriangleSink): Reading {
  const reader = new BinaryStlReader(sink);
  reader.push(file);
  return reader.finish();
}

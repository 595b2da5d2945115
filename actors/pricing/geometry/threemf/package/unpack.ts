import { crc32, createInflateRaw } from "node:zlib";
import { type ReaderLimits, sizeInWords } from "../../limits.ts";
import { refused } from "../../refused.ts";
import type { PackedPart } from "./archive.ts";

/** Large, because every step of native inflation costs a turn of the event loop. */
const stepBytes = 1 << 20;
/** What may always be produced, however well it was packed. */
const smallBytes = 16_000_000;

/** Unpacks parts, a step at a time, within one budget for the whole archive. */
export class Unpacker {
  private produced = 0;

  constructor(private readonly limits: ReaderLimits) {}

  /** The part's bytes; a step is the caller's until the next. Refuses a part that is not what the archive says. */
  async *unpack(part: PackedPart): AsyncGenerator<Uint8Array> {
    this.budget(part);
    let bytes = 0;
    let sum = 0;
    try {
      for await (const step of part.isStored ? [part.packed] : inflated(part.packed)) {
        bytes += step.length;
        if (bytes > part.bytes) throw refused("model/unsafe-archive", "The archive holds more than it says.");
        sum = crc32(step, sum);
        yield step;
      }
    } catch (error) {
      // Native inflation says Z_DATA_ERROR and the like.
      if ((error as { code?: string }).code?.startsWith("Z_")) throw damaged();
      throw error;
    }
    if (bytes !== part.bytes || sum !== part.crc32) throw damaged();
  }

  /** All of a small part. */
  async whole(part: PackedPart, bytesMax: number): Promise<Uint8Array> {
    if (part.bytes > bytesMax) {
      throw refused("model/expands-too-far", `A part of the archive is larger than ${sizeInWords(bytesMax)}.`);
    }
    const whole = new Uint8Array(part.bytes);
    let at = 0;
    for await (const step of this.unpack(part)) {
      whole.set(step, at);
      at += step.length;
    }
    return whole;
  }

  /** What a part announces is enough to refuse it, because it never gets to produce more. */
  private budget({ bytes, packed }: PackedPart): void {
    this.produced += bytes;
    const { producedBytesMax, expansionMax } = this.limits;
    if (this.produced <= producedBytesMax && bytes <= smallBytes + expansionMax * packed.length) return;
    throw refused("model/expands-too-far", "The archive unpacks into far more than any model needs.");
  }
}

function inflated(packed: Uint8Array): AsyncIterable<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: stepBytes });
  inflate.end(packed);
  return inflate;
}

const damaged = () => refused("model/unreadable", "The archive is damaged. Please export or upload the file again.");

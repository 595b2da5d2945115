import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { Reader, Reading, TriangleSink } from "../reader.ts";
import { isWord, solid } from "./words.ts";

const headerBytes = 84;
const recordBytes = 50;

/**
 * Binary STL: 80 bytes of anything, the number of triangles (u32), then 50 bytes each (normal, three corners,
 * attribute; little-endian f32). Nothing is allocated by the announced number. Bytes after the last announced
 * triangle are ignored with a warning, as most readers do.
 */
export class BinaryStlReader implements Reader {
  private bytes = 0;
  private announced = 0;
  private read = 0;
  /** What has come of the header or of a record that is not complete yet. */
  private readonly partial = new Uint8Array(headerBytes);
  private readonly partialView = new DataView(this.partial.buffer);
  private held = 0;
  private beginsAsText = false;

  constructor(private readonly sink: TriangleSink) {}

  push(chunk: Uint8Array): void {
    const start = this.bytes < headerBytes ? this.pushHeader(chunk) : 0;
    this.bytes += chunk.length;
    if (this.bytes > headerBytes) this.pushRecords(chunk, start);
  }

  finish(): Reading {
    return { format: "stl-binary", units: null, findings: this.formalFindings() };
  }

  private formalFindings(): Finding[] {
    const left = this.announced - this.read;
    if (this.bytes < headerBytes || left > 0) return [this.truncated()];
    const trailing = this.bytes - headerBytes - this.announced * recordBytes;
    const findings = this.beginsAsText ? [misleadingHeader()] : [];
    return trailing === 0 ? findings : [trailingBytes(trailing), ...findings];
  }

  private pushHeader(chunk: Uint8Array): number {
    const length = this.fill(chunk, 0, headerBytes);
    if (this.held === headerBytes) {
      this.announced = this.partialView.getUint32(80, true);
      this.beginsAsText = isWord(solid, this.partial, 0, solid.length);
      this.held = 0;
    }
    return length;
  }

  private pushRecords(chunk: Uint8Array, from: number): void {
    let offset = from;
    if (this.held > 0) {
      offset += this.fill(chunk, offset, recordBytes);
      if (this.held < recordBytes) return;
      this.add(this.partialView, 0, 1);
      this.held = 0;
    }
    const count = Math.min(Math.floor((chunk.length - offset) / recordBytes), this.announced - this.read);
    this.add(new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset, count);
    offset += count * recordBytes;
    if (this.read < this.announced) this.fill(chunk, offset, recordBytes);
  }

  private add(records: DataView, offset: number, count: number): void {
    this.sink.addRecords(records, offset, count);
    this.read += count;
  }

  /** Moves bytes of the chunk into `partial` until it holds `size`; returns how many. */
  private fill(chunk: Uint8Array, offset: number, size: number): number {
    const part = chunk.subarray(offset, offset + size - this.held);
    this.partial.set(part, this.held);
    this.held += part.length;
    return part.length;
  }

  /** Too few bytes for the announced number: a file cut short. */
  private truncated(): Finding {
    const [announced, read] = [this.announced, this.read].map((count) => count.toLocaleString("en"));
    const message = `The file announces ${announced} triangles but ends after ${read}. Please export or upload it again.`;
    return finding("model/truncated", message);
  }
}

const misleadingHeader = () =>
  finding(
    "model/misleading-header",
    "The file begins like a text STL; by its triangle count it was read as a binary one.",
  );

const trailingBytes = (bytes: number) =>
  finding("model/trailing-bytes", `${bytes} bytes after the last triangle were ignored.`);

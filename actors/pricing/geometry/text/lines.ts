import { type Finding, finding } from "#contracts/pricing/finding.ts";

export interface LineOptions {
  /** Longer lines are refused. */
  readonly bytesMax: number;
  /** A backslash at the end of a line joins the next one to it. */
  readonly continued?: boolean;
}

const newline = 10;
const carriageReturn = 13;
const backslash = 0x5c;
const space = 32;

/**
 * Cuts a stream of bytes into lines and gives each to `take`, without its end and but for empty ones. A line ends
 * with LF, CR or both; the last needs no end. Memory is one line, and that only when a chunk ends in it.
 */
export class Lines {
  /** A line longer than allowed came; what follows is not read. */
  tooLong = false;
  /** How many lines have ended: while one is taken, its number. */
  number = 0;
  /** The beginning of a line that is not complete. */
  private held = new Uint8Array(256);
  private heldBytes = 0;
  /** The byte that ended the line before, when nothing has come since. */
  private previous = 0;

  constructor(
    private readonly take: (bytes: Uint8Array, start: number, end: number) => void,
    private readonly options: LineOptions,
  ) {}

  push(chunk: Uint8Array): void {
    let start = 0;
    while (!this.tooLong) {
      let end = start;
      let byte = 0;
      while (end < chunk.length) {
        byte = chunk[end]!;
        if (byte === newline || byte === carriageReturn) break;
        end++;
      }
      if (end === chunk.length) break;
      this.endLine(chunk, start, end, byte);
      start = end + 1;
    }
    if (start < chunk.length && !this.tooLong) this.hold(chunk, start, chunk.length);
  }

  /** After the last chunk: the line without an end. */
  finish(): void {
    if (this.tooLong || this.heldBytes === 0) return;
    this.take(this.held, 0, this.heldBytes);
    this.heldBytes = 0;
  }

  private endLine(chunk: Uint8Array, start: number, end: number, byte: number): void {
    const isSecondOfTwo = byte === newline && this.previous === carriageReturn && start === end;
    this.previous = 0;
    if (isSecondOfTwo) return;
    this.number++;
    if (this.options.continued && this.lastByte(chunk, start, end) === backslash) {
      this.hold(chunk, start, end);
      if (!this.tooLong) this.held[this.heldBytes - 1] = space;
    } else if (this.heldBytes > 0) {
      this.hold(chunk, start, end);
      this.finish();
    } else if (end - start > this.options.bytesMax) this.tooLong = true;
    else if (end > start) this.take(chunk, start, end);
    this.previous = byte;
  }

  private lastByte(chunk: Uint8Array, start: number, end: number): number | undefined {
    if (end > start) return chunk[end - 1];
    return this.heldBytes > 0 ? this.held[this.heldBytes - 1] : undefined;
  }

  private hold(chunk: Uint8Array, start: number, end: number): void {
    if (end === start) return;
    this.previous = 0;
    const needed = this.heldBytes + end - start;
    if (needed > this.options.bytesMax) {
      this.tooLong = true;
      return;
    }
    if (needed > this.held.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.held.length));
      larger.set(this.held.subarray(0, this.heldBytes));
      this.held = larger;
    }
    this.held.set(chunk.subarray(start, end), this.heldBytes);
    this.heldBytes = needed;
  }
}

/** What a line longer than allowed is answered. */
export const lineTooLong = (): Finding => finding("model/too-complex", "The text has a line that is too long.");

const newline = 10;
const carriageReturn = 13;
const latin1 = new TextDecoder("latin1");

/**
 * The lines of a PLY header, and the bytes behind the last one that was taken. The first line that ends with CR decides
 * whether CR alone ends lines: the first byte of a binary body may look like the LF that otherwise follows.
 */
export class HeaderLines {
  private held = new Uint8Array(1_024);
  private length = 0;
  private start = 0;
  private scanned = 0;
  private endsWithBoth: boolean | undefined;

  constructor(private readonly bytesMax: number) {}

  push(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.held.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.held.length));
      larger.set(this.held.subarray(0, this.length));
      this.held = larger;
    }
    this.held.set(chunk, this.length);
    this.length = needed;
  }

  /** More came without an end of the header than is allowed. */
  get exceeded(): boolean {
    return this.start > this.bytesMax || this.length - this.start > this.bytesMax;
  }

  get taken(): number {
    return this.start;
  }

  /** What follows the lines that were taken. */
  get rest(): Uint8Array {
    return this.held.subarray(this.start, this.length);
  }

  /** The next line, when its end has come. */
  next(): string | undefined {
    const { held, start } = this;
    const limit = Math.min(this.length, start + this.bytesMax);
    let end = this.scanned;
    while (end < limit && held[end] !== newline && held[end] !== carriageReturn) end++;
    this.scanned = end;
    if (end === limit || (held[end] === carriageReturn && end + 1 === this.length)) return undefined;
    const isReturn = held[end] === carriageReturn;
    if (isReturn) this.endsWithBoth ??= held[end + 1] === newline;
    const isPair = isReturn && this.endsWithBoth === true && held[end + 1] === newline;
    this.start = end + (isPair ? 2 : 1);
    this.scanned = this.start;
    return latin1.decode(held.subarray(start, end));
  }
}

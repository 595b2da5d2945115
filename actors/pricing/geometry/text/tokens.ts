/** No keyword or number is as long; what is longer is not held in memory. */
export const tokenBytesMax = 128;

/** Cuts a stream of bytes at white space and gives each token to `take`. Memory is one token. */
export class Tokens {
  /** A token longer than any number came; what follows is not read. */
  tooLong = false;
  private readonly held = new Uint8Array(tokenBytesMax);
  private heldBytes = 0;

  constructor(private readonly take: (bytes: Uint8Array, start: number, end: number) => void) {}

  push(chunk: Uint8Array): void {
    let i = this.heldBytes > 0 ? this.complete(chunk) : 0;
    while (i < chunk.length && !this.tooLong) {
      while (i < chunk.length && chunk[i]! <= 32) i++;
      const start = i;
      while (i < chunk.length && chunk[i]! > 32) i++;
      if (i - start > tokenBytesMax) this.tooLong = true;
      else if (i < chunk.length) this.take(chunk, start, i);
      else this.hold(chunk, start, i);
    }
  }

  /** After the last chunk: the token without white space behind it. */
  finish(): void {
    if (this.heldBytes > 0 && !this.tooLong) this.take(this.held, 0, this.heldBytes);
    this.heldBytes = 0;
  }

  private complete(chunk: Uint8Array): number {
    let i = 0;
    while (i < chunk.length && chunk[i]! > 32) i++;
    this.hold(chunk, 0, i);
    if (i < chunk.length) this.finish();
    return i;
  }

  private hold(chunk: Uint8Array, start: number, end: number): void {
    this.tooLong ||= this.heldBytes + end - start > tokenBytesMax;
    if (this.tooLong) return;
    this.held.set(chunk.subarray(start, end), this.heldBytes);
    this.heldBytes += end - start;
  }
}

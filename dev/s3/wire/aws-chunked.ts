import { S3Error } from "./s3-error.ts";

/** Takes the trailing headers, such as a checksum computed while sending. */
export type OnTrailer = (name: string, value: string) => void;

/**
 * Decodes a body of content encoding aws-chunked: `<hex size>[;chunk-signature=…]\r\n<data>\r\n` until size 0, then
 * trailing headers. Chunk signatures are not checked: on loopback the request's own signature is enough.
 */
export async function* decodeAwsChunked(body: AsyncIterable<Buffer>, onTrailer: OnTrailer): AsyncGenerator<Buffer> {
  const reader = new ByteReader(body);
  for (;;) {
    const size = Number.parseInt(await reader.line(), 16);
    if (!Number.isInteger(size)) throw new S3Error("IncompleteBody", "A chunk does not begin with its size.");
    if (size === 0) break;
    yield* reader.bytes(size);
    if ((await reader.line()) !== "") throw new S3Error("IncompleteBody", "A chunk is longer than it said.");
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const colon = line.indexOf(":");
    onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** Lines and counted bytes out of a stream of buffers. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to the next CR LF, without it; empty when the body has ended, since the last blank line is often left out. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString("latin1");
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#ended || this.#rest.length > 16_384) return this.#takeRest().toString("latin1");
      await this.#more();
    }
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) await this.#more();
      if (this.#ended) throw new S3Error("IncompleteBody", "The body ended within a chunk.");
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  #takeRest(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done) this.#ended = true;
    else this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }
}

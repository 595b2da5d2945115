/**
 * A model on its way to a worker: each chunk after its length, and a length of zero at the end. Or one frame with this bit
 * set in its length: the address of the model, whose bytes the worker gets itself.
 */
const addressBit = 0x8000_0000;
const lengthBytes = 4;

function frame(length: number, content: Uint8Array): Uint8Array {
  const framed = new Uint8Array(lengthBytes + content.length);
  new DataView(framed.buffer).setUint32(0, length, true);
  framed.set(content, lengthBytes);
  return framed;
}

export const framed = (chunk: Uint8Array): Uint8Array => frame(chunk.length, chunk);
export const endFrame = new Uint8Array(lengthBytes);

export function addressFrame(address: string): Uint8Array {
  const text = new TextEncoder().encode(address);
  return frame(text.length + addressBit, text);
}

/** Takes what frames are made of: the bytes of a model in parts and then its end, or its address. */
export interface FrameTaker {
  part(bytes: Uint8Array): void;
  end(): void;
  address(address: string): void;
}

/** Takes bytes cut in any way and finds the frames in them. */
export class FrameReader {
  private readonly length = new Uint8Array(lengthBytes);
  private lengthFilled = 0;
  private left = 0;
  /** What there is of an address. */
  private address: Uint8Array[] | undefined;

  constructor(private readonly taker: FrameTaker) {}

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.left > 0) {
        const taken = bytes.subarray(at, at + this.left);
        at += taken.length;
        this.take(taken);
        continue;
      }
      this.length[this.lengthFilled++] = bytes[at++]!;
      if (this.lengthFilled === lengthBytes) this.begin(new DataView(this.length.buffer).getUint32(0, true));
    }
  }

  private begin(length: number): void {
    this.lengthFilled = 0;
    this.address = length >= addressBit ? [] : undefined;
    this.left = length % addressBit;
    if (length === 0) this.taker.end();
  }

  private take(bytes: Uint8Array): void {
    this.left -= bytes.length;
    if (!this.address) this.taker.part(bytes);
    else this.address.push(bytes.slice());
    if (this.address && this.left === 0) this.taker.address(Buffer.concat(this.address).toString());
  }
}

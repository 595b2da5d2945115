/** A model on its way to a worker: each chunk after its length, and a length of zero at the end. */
const lengthBytes = 4;

export function framed(chunk: Uint8Array): Uint8Array {
  const frame = new Uint8Array(lengthBytes + chunk.length);
  new DataView(frame.buffer).setUint32(0, chunk.length, true);
  frame.set(chunk, lengthBytes);
  return frame;
}

export const endFrame = new Uint8Array(lengthBytes);

/** Takes bytes cut in any way and gives back the chunks of frames, in parts, and where a model ends. */
export class FrameReader {
  private readonly length = new Uint8Array(lengthBytes);
  private lengthFilled = 0;
  private left = 0;

  /** Calls `part` for bytes of the model and `end` after its last. */
  push(bytes: Uint8Array, part: (bytes: Uint8Array) => void, end: () => void): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.left > 0) {
        const taken = bytes.subarray(at, at + this.left);
        part(taken);
        this.left -= taken.length;
        at += taken.length;
        continue;
      }
      this.length[this.lengthFilled++] = bytes[at++]!;
      if (this.lengthFilled < lengthBytes) continue;
      this.lengthFilled = 0;
      this.left = new DataView(this.length.buffer).getUint32(0, true);
      if (this.left === 0) end();
    }
  }
}

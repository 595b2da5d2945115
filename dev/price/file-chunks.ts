import { open } from "node:fs/promises";

const chunkBytes = 1 << 20;

/** Told while a file is read, so that nobody waits in the dark. */
export type Progress = (bytes: number, ofBytes: number) => void;

/** A file's bytes, a megabyte at a time; each chunk is gone when the next one comes. */
export async function* fileChunks(file: string, progress: Progress = () => {}): AsyncGenerator<Uint8Array> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const buffer = new Uint8Array(chunkBytes);
  for (let bytes = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
    if (bytesRead === 0) return;
    bytes += bytesRead;
    yield buffer.subarray(0, bytesRead);
    progress(bytes, size);
  }
}

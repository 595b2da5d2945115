import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Checksums, digester } from "../wire/digests.ts";
import type { Payload } from "../wire/payload.ts";

/** Bytes on disk under a name that is never used again; an object or an upload's part refers to them. */
export interface Blob {
  blob: string;
  size: number;
  md5Hex: string;
  checksums: Checksums;
}

type Write = (bytes: Buffer) => Promise<void>;

/** Files of immutable bytes in one folder. */
export function blobFolder(dir: string) {
  mkdirSync(dir, { recursive: true });
  const path = (blob: string) => join(dir, blob);
  const read = (blob: string): Promise<FileHandle> => open(path(blob), "r");
  const remove = (blob: string) => rm(path(blob), { force: true });

  /** Writes what `fill` gives it; a failure leaves nothing behind. */
  async function create<T>(fill: (write: Write) => Promise<T>): Promise<{ blob: string; filled: T }> {
    const blob = randomUUID();
    const file = await open(path(blob), "wx", 0o600);
    try {
      const filled = await fill(async (bytes) => {
        const { bytesWritten } = await file.write(bytes);
        if (bytesWritten !== bytes.length) throw new Error("the disk took only a part of the bytes");
      });
      return { blob, filled };
    } catch (error) {
      await remove(blob);
      throw error;
    } finally {
      await file.close();
    }
  }

  return {
    read,
    remove,
    /** Stores a body as it streams in and checks its digests. */
    async store({ bytes, expected }: Payload): Promise<Blob> {
      const digest = digester(expected);
      const { blob, filled } = await create(async (write) => {
        for await (const piece of bytes) {
          digest.update(piece);
          await write(piece);
        }
        return digest.finish();
      });
      return { blob, ...filled };
    },
    /** A new blob of several, in order; returns its name. */
    async join(parts: readonly string[]): Promise<string> {
      const { blob } = await create(async (write) => {
        for (const part of parts) {
          for await (const piece of (await read(part)).createReadStream()) await write(piece);
        }
      });
      return blob;
    },
  };
}

export type BlobFolder = ReturnType<typeof blobFolder>;

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { S3Error } from "../wire/s3-error.ts";
import type { BlobFolder } from "./blobs.ts";

/** A multipart upload that was begun and neither completed nor aborted. */
const Upload = z.object({ bucket: z.string(), key: z.string(), headers: z.record(z.string(), z.string()) });
export type Upload = z.infer<typeof Upload>;

const Part = z.object({
  number: z.int(),
  blob: z.string(),
  size: z.int(),
  md5Hex: z.string(),
  modified: z.iso.datetime(),
});
export type Part = z.infer<typeof Part>;

/** One folder an upload, one file a part in it; parts are replaced by a rename. */
export function uploadFolder(dir: string, blobs: BlobFolder) {
  mkdirSync(dir, { recursive: true });
  const folder = (id: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new S3Error("NoSuchUpload");
    return join(dir, id);
  };
  const parts = async (id: string): Promise<Part[]> => {
    const files = (await readdir(folder(id))).filter((name) => name.startsWith("part-"));
    const texts = await Promise.all(files.map((name) => readFile(join(folder(id), name), "utf8")));
    return texts.map((text) => Part.parse(JSON.parse(text))).sort((a, b) => a.number - b.number);
  };

  return {
    parts,
    async begin(upload: Upload): Promise<string> {
      const id = randomUUID();
      await mkdir(folder(id));
      await writeFile(join(folder(id), "upload.json"), JSON.stringify(upload), { mode: 0o600 });
      return id;
    },
    /** The upload of that id, if it is one of that object. */
    async get(id: string, bucket: string, key: string): Promise<Upload> {
      const text = await readFile(join(folder(id), "upload.json"), "utf8").catch(() => undefined);
      const upload = text === undefined ? undefined : Upload.parse(JSON.parse(text));
      if (upload?.bucket !== bucket || upload.key !== key) throw new S3Error("NoSuchUpload");
      return upload;
    },
    async putPart(id: string, part: Part): Promise<void> {
      const previous = (await parts(id)).find(({ number }) => number === part.number);
      const partial = join(folder(id), randomUUID());
      await writeFile(partial, JSON.stringify(part), { mode: 0o600 });
      await rename(partial, join(folder(id), `part-${part.number}.json`));
      if (previous) await blobs.remove(previous.blob);
    },
    /** Forgets the upload and its parts. */
    async end(id: string): Promise<void> {
      for (const part of await parts(id)) await blobs.remove(part.blob);
      await rm(folder(id), { recursive: true, force: true });
    },
  };
}

export type UploadFolder = ReturnType<typeof uploadFolder>;

import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { type FileHandle, link, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { S3Error } from "../wire/s3-error.ts";
import type { BlobFolder } from "./blobs.ts";
import { ObjectRecord } from "./object-record.ts";

const keyBytesMax = 1024;

/**
 * Object records in one folder a bucket. A record is named by its key's hash, so that no key leads out of the folder;
 * an object appears and changes in one rename. Nothing is fsynced: what survives is a crash of the process, not of
 * the machine.
 */
export function bucketFolder(dir: string, blobs: BlobFolder) {
  mkdirSync(dir, { recursive: true });
  const bucketDir = (bucket: string) => {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes(".."))
      throw new S3Error("InvalidBucketName");
    return join(dir, bucket);
  };
  const existing = (bucket: string) => {
    const path = bucketDir(bucket);
    if (!existsSync(path)) throw new S3Error("NoSuchBucket");
    return path;
  };
  const recordFile = (bucket: string, key: string) => {
    if (Buffer.byteLength(key) > keyBytesMax) throw new S3Error("KeyTooLongError");
    return join(existing(bucket), `${createHash("sha256").update(key).digest("hex")}.json`);
  };
  const find = async (bucket: string, key: string) => {
    const text = await readFile(recordFile(bucket, key), "utf8").catch(() => undefined);
    return text === undefined ? undefined : ObjectRecord.parse(JSON.parse(text));
  };

  return {
    require: (bucket: string) => void existing(bucket),
    create: (bucket: string) => mkdir(bucketDir(bucket), { recursive: true }),
    async remove(bucket: string): Promise<void> {
      await rmdir(existing(bucket)).catch(() => {
        throw new S3Error("BucketNotEmpty");
      });
    },
    find,
    async get(bucket: string, key: string): Promise<ObjectRecord> {
      const record = await find(bucket, key);
      if (!record) throw new S3Error("NoSuchKey");
      return record;
    },
    /** The object with its bytes open: they stay readable when somebody replaces or deletes it meanwhile. */
    async open(bucket: string, key: string): Promise<{ record: ObjectRecord; bytes: FileHandle }> {
      for (let attempt = 0; attempt < 10; attempt++) {
        const record = await find(bucket, key);
        if (!record) throw new S3Error("NoSuchKey");
        // Replaced between the two reads: look again.
        const bytes = await blobs.read(record.blob).catch(() => undefined);
        if (bytes) return { record, bytes };
      }
      throw new S3Error("InternalError", "The object's bytes are missing.");
    },
    /** Makes the object what `record` says. With `onlyNew`, exactly one of several concurrent callers succeeds. */
    async put(bucket: string, record: ObjectRecord, { onlyNew }: { onlyNew: boolean }): Promise<void> {
      const file = recordFile(bucket, record.key);
      const previous = await find(bucket, record.key);
      const partial = join(dir, `.${randomUUID()}`);
      await writeFile(partial, JSON.stringify(record), { mode: 0o600 });
      try {
        if (onlyNew) await link(partial, file);
        else await rename(partial, file);
      } catch (error) {
        await blobs.remove(record.blob);
        throw (error as NodeJS.ErrnoException).code === "EEXIST" ? new S3Error("PreconditionFailed") : error;
      } finally {
        await rm(partial, { force: true });
      }
      if (previous) await blobs.remove(previous.blob);
    },
    async delete(bucket: string, key: string): Promise<void> {
      const record = await find(bucket, key);
      await rm(recordFile(bucket, key), { force: true });
      if (record) await blobs.remove(record.blob);
    },
    /** Every object, in the byte order of keys. */
    async list(bucket: string): Promise<ObjectRecord[]> {
      const folder = existing(bucket);
      const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
      const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8").catch(() => undefined)));
      const records = texts.filter((text) => text !== undefined).map((text) => ObjectRecord.parse(JSON.parse(text)));
      return records.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    },
  };
}

export type BucketFolder = ReturnType<typeof bucketFolder>;

import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ByteRange } from "../pricing/estimate/sample.ts";
import { type ModelStore, ObjectMissing } from "../pricing/ports.ts";
import { isMissing, type S3Options, s3Client } from "./client.ts";

/** How long an address that was signed stays good, s. */
const presignedForS = 3_600;
const partBytes = 8 * 1024 * 1024;

type At = { readonly Bucket: string; readonly Key: string };

async function writeParts(
  s3: S3Client,
  params: At & { readonly Body: ReadableStream },
  signal: AbortSignal,
): Promise<void> {
  const upload = new Upload({ client: s3, params, partSize: partBytes, queueSize: 2 });
  const abort = () => void upload.abort();
  signal.addEventListener("abort", abort, { once: true });
  await upload.done().finally(() => signal.removeEventListener("abort", abort));
}

/** One request cannot be repeated by the client library, because what has streamed by is gone: whoever sends does that. */
async function writeOnce(
  s3: S3Client,
  at: At,
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  bytes: number,
): Promise<void> {
  const source = Readable.from(body);
  const broken = new AbortController();
  source.on("error", (error) => broken.abort(error));
  const put = new PutObjectCommand({ ...at, Body: source, ContentLength: bytes });
  await s3.send(put, { abortSignal: AbortSignal.any([signal, broken.signal]) }).finally(() => source.destroy());
}

/** Model files in an S3-compatible store. */
export function s3ModelStore(options: S3Options) {
  const s3 = s3Client(options, options.endpoint);
  const outside = s3Client(options, options.publicEndpoint);
  const at = (Key: string) => ({ Bucket: options.bucket, Key });

  const store = {
    /** Streams the object; throws ObjectMissing. */
    read: async (key: string): Promise<AsyncIterable<Uint8Array>> => {
      try {
        const { Body } = await s3.send(new GetObjectCommand(at(key)));
        return Body as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw isMissing(error) ? new ObjectMissing(key) : error;
      }
    },
    address: (key: string): Promise<string> =>
      getSignedUrl(s3, new GetObjectCommand(at(key)), { expiresIn: presignedForS }),
    /** Reads a part of the object; throws ObjectMissing. */
    readRange: async (key: string, { offset, length }: ByteRange, signal: AbortSignal): Promise<Uint8Array> => {
      const Range = `bytes=${offset}-${offset + length - 1}`;
      try {
        const { Body } = await s3.send(new GetObjectCommand({ ...at(key), Range }), { abortSignal: signal });
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw isMissing(error) ? new ObjectMissing(key) : error;
      }
    },
    /**
     * Writes a stream: of known length (bytes) in one request, without holding any of it; of unknown length in parts, two
     * of them in memory. Rejects when the signal aborts, the stream breaks off, or the store fails; then nothing is stored.
     */
    write: (key: string, body: ReadableStream<Uint8Array>, signal: AbortSignal, bytes?: number): Promise<void> =>
      bytes === undefined
        ? writeParts(s3, { ...at(key), Body: body }, signal)
        : writeOnce(s3, at(key), body, signal, bytes),
    presignedForS,
    /** An address to PUT `bytes` bytes to, straight into the store. */
    presignPut: (key: string, bytes: number): Promise<string> =>
      getSignedUrl(outside, new PutObjectCommand({ ...at(key), ContentLength: bytes }), { expiresIn: presignedForS }),
    /** Size of an object in bytes, or undefined when it is not there. */
    size: async (key: string): Promise<number | undefined> => {
      try {
        return (await s3.send(new HeadObjectCommand(at(key)))).ContentLength;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    copy: async (from: string, to: string): Promise<void> => {
      await s3.send(new CopyObjectCommand({ ...at(to), CopySource: `${options.bucket}/${from}` }));
    },
    remove: async (key: string): Promise<void> => {
      await s3.send(new DeleteObjectCommand(at(key)));
    },
    /** Makes the bucket when it is not there. */
    ensureBucket: async (): Promise<void> => {
      const there = await s3.send(new HeadBucketCommand({ Bucket: options.bucket })).catch(() => undefined);
      if (!there) await s3.send(new CreateBucketCommand({ Bucket: options.bucket }));
    },
  };
  return store satisfies ModelStore;
}
export type S3ModelStore = ReturnType<typeof s3ModelStore>;

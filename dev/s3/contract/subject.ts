import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { freshPrefix, servers } from "#dev/testing/servers.ts";

/**
 * The store the contract is held against, seen through the client Bezel uses: the one S3_ENDPOINT names (with
 * S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY), else the embedded one.
 */
export interface Subject {
  client: S3Client;
  endpoint: string;
  /** A bucket of its own. */
  Bucket: string;
  put: (Key: string, Body: string | Uint8Array, more?: object) => Promise<{ ETag?: string | undefined }>;
  text: (Key: string) => Promise<string | undefined>;
  /** The SHA-256 of an object, hex. */
  digest: (Key: string) => Promise<string>;
  /** Removes the bucket and what is in it. */
  end: () => Promise<void>;
}

export async function openSubject(): Promise<Subject> {
  const { endpoint, accessKeyId, secretAccessKey } = await store();
  const client = clientFor(endpoint, accessKeyId, secretAccessKey);
  const Bucket = freshPrefix();
  await client.send(new CreateBucketCommand({ Bucket }));
  const get = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body;
  return {
    client,
    endpoint,
    Bucket,
    put: (Key, Body, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    text: async (Key) => (await get(Key))?.transformToString(),
    digest: async (Key) => sha256((await (await get(Key))?.transformToByteArray()) ?? new Uint8Array()),
    end: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}

async function store() {
  const { S3_ENDPOINT, S3_ACCESS_KEY_ID = "", S3_SECRET_ACCESS_KEY = "" } = process.env;
  if (!S3_ENDPOINT) return (await servers()).s3;
  return { endpoint: S3_ENDPOINT, accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
}

/** A client set up as Bezel's is, without retries. */
export const clientFor = (endpoint: string, accessKeyId: string, secretAccessKey: string) =>
  new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
  });

/** The smallest part S3 takes, but for the last. */
export const partBytes = 5 * 1024 * 1024;

/** Two parts and a bit. */
export const large = new Uint8Array(2 * partBytes + 1234).map((_, index) => index % 251);

export const sha256 = (data: Uint8Array) => new Bun.CryptoHasher("sha256").update(data).digest("hex");

/** The HTTP status and code the store refuses with; "accepted" when it does not. */
export const refusal = (sending: Promise<unknown>) =>
  sending.then(
    () => "accepted",
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => `${error.$metadata?.httpStatusCode} ${error.name}`,
  );

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { freshPrefix, servers } from "#dev/testing/servers.ts";

/**
 * What Bezel relies on in a store, asked through the client it uses. Runs against the store S3_ENDPOINT names (with
 * S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY), else the embedded one.
 */
let client: S3Client;
let endpoint: string;
const Bucket = freshPrefix();
const partBytes = 5 * 1024 * 1024;
const large = new Uint8Array(2 * partBytes + 1234).map((_, index) => index % 251);

const clientFor = (secretAccessKey: string, accessKeyId: string) =>
  new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
  });

const put = (Key: string, Body: string, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const bytes = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray();
const sha256 = (data: Uint8Array | undefined) => new Bun.CryptoHasher("sha256").update(data ?? "nothing").digest("hex");

/** The HTTP status and code the store refuses with; "accepted" when it does not. */
const refusal = (sending: Promise<unknown>) =>
  sending.then(
    () => "accepted",
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => `${error.$metadata?.httpStatusCode} ${error.name}`,
  );

beforeAll(async () => {
  const { S3_ENDPOINT, S3_ACCESS_KEY_ID = "", S3_SECRET_ACCESS_KEY = "" } = process.env;
  const embedded = S3_ENDPOINT ? undefined : (await servers()).s3;
  endpoint = S3_ENDPOINT || (embedded?.endpoint ?? "");
  client = clientFor(embedded?.secretAccessKey ?? S3_SECRET_ACCESS_KEY, embedded?.accessKeyId ?? S3_ACCESS_KEY_ID);
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const Objects = Contents.map(({ Key }) => ({ Key }));
  if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  client.destroy();
});

describe("one object", () => {
  test("comes back as it went in, headers included", async () => {
    const stored = await put("a/b.txt", "hello", { ContentType: "text/plain", Metadata: { site: "vienna" } });
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "a/b.txt" }));
    expect(await got.Body?.transformToString()).toBe("hello");
    expect(got).toMatchObject({ ContentType: "text/plain", Metadata: { site: "vienna" }, ContentLength: 5 });
    expect(got.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(stored.ETag).toBe(got.ETag);
  });

  test("has a HEAD, and none when it is missing", async () => {
    await put("head", "hello");
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: "head" }))).toMatchObject({ ContentLength: 5 });
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: "no" })))).toStartWith("404");
    expect(await refusal(text("no"))).toBe("404 NoSuchKey");
  });

  test("may be empty", async () => {
    await put("empty", "");
    expect(await text("empty")).toBe("");
  });

  test("is replaced and deleted as a whole", async () => {
    await put("replaced", "first");
    await put("replaced", "second");
    expect(await text("replaced")).toBe("second");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "replaced" }));
    expect(await refusal(text("replaced"))).toBe("404 NoSuchKey");
    expect(await refusal(client.send(new DeleteObjectCommand({ Bucket, Key: "replaced" })))).toBe("accepted");
  });

  test.each(["a b/c+d&e=f.stl", "ümläut/日本.stl", "per%20cent", "it's (1)!*.stl", "a//b", `long/${"x".repeat(900)}`])(
    "may be called %p",
    async (key) => {
      await put(key, key);
      expect(await text(key)).toBe(key);
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: key }), { expiresIn: 60 });
      expect(await (await fetch(url)).text()).toBe(key);
    },
  );

  test("is created once when created only if new, whoever else tries at once", async () => {
    const create = (body: string) => refusal(put("once", body, { IfNoneMatch: "*" }));
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => create(`writer ${index}`)));
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
    expect(await create("late")).toBe("412 PreconditionFailed");
    expect(await text("once")).toBe(`writer ${outcomes.indexOf("accepted")}`);
  });

  test("is answered 304 to who has it", async () => {
    const { ETag } = await put("known", "hello");
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: "known", IfNoneMatch: ETag })))).toStartWith("304");
  });
});

describe("ranges", () => {
  const range = async (Range: string) => {
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "digits", Range }));
    return { body: await got.Body?.transformToString(), of: got.ContentRange };
  };
  beforeAll(() => put("digits", "0123456789"));

  test("from, to and both ends", async () => {
    expect(await range("bytes=2-4")).toEqual({ body: "234", of: "bytes 2-4/10" });
    expect(await range("bytes=7-")).toEqual({ body: "789", of: "bytes 7-9/10" });
    expect(await range("bytes=-3")).toEqual({ body: "789", of: "bytes 7-9/10" });
    expect(await range("bytes=8-99")).toEqual({ body: "89", of: "bytes 8-9/10" });
  });

  test("outside the object is refused", async () => {
    expect(await refusal(range("bytes=10-"))).toBe("416 InvalidRange");
  });
});

describe("checksums", () => {
  test.each(["CRC32", "SHA256"] as const)("%s is kept and told", async (ChecksumAlgorithm) => {
    await put("sum", "hello", { ChecksumAlgorithm });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "sum", ChecksumMode: "ENABLED" }));
    const expected = { CRC32: "NhCmhg==", SHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" };
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBe(expected[ChecksumAlgorithm]);
  });

  test("that do not fit are refused, and nothing is stored", async () => {
    expect(await refusal(put("wrong", "hello", { ChecksumSHA256: "A".repeat(43).concat("=") }))).toBe("400 BadDigest");
    expect(await refusal(put("wrong", "hello", { ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }))).toBe("400 BadDigest");
    expect(await refusal(text("wrong"))).toBe("404 NoSuchKey");
  });

  test("sent behind a stream are verified", async () => {
    const Body = Readable.from([Buffer.from(large)]);
    const command = new PutObjectCommand({ Bucket, Key: "s", Body, ContentLength: large.length, ChecksumAlgorithm: "CRC32" });
    await client.send(command);
    expect(sha256(await bytes("s"))).toBe(sha256(large));
  });
});

describe("multipart", () => {
  const begin = async (Key: string) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "model/stl" }))).UploadId;

  test("a stream of unknown length arrives whole", async () => {
    const params = { Bucket, Key: "streamed", Body: new Blob([large]).stream() };
    await new Upload({ client, partSize: partBytes, queueSize: 2, params }).done();
    expect(sha256(await bytes("streamed"))).toBe(sha256(large));
  });

  test("parts uploaded through presigned addresses make one object", async () => {
    const Key = "presigned-parts";
    const UploadId = await begin(Key);
    const Parts = await Promise.all(
      [1, 2, 3].map(async (PartNumber) => {
        const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber });
        const body = large.slice((PartNumber - 1) * partBytes, PartNumber * partBytes);
        const answer = await fetch(await getSignedUrl(client, command, { expiresIn: 60 }), { method: "PUT", body });
        return { PartNumber, ETag: answer.headers.get("etag") ?? "" };
      }),
    );
    const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.map((part) => part.Size)).toEqual([partBytes, partBytes, 1234]);
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect(sha256(await bytes(Key))).toBe(sha256(large));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ETag).toEndWith('-3"');
    expect(head.ContentType).toBe("model/stl");
  });

  test("a part that was not uploaded, or too small, is refused", async () => {
    const Key = "refused";
    const UploadId = await begin(Key);
    const upload = (PartNumber: number) =>
      client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: "small" }));
    const [first, second] = await Promise.all([upload(1), upload(2)]);
    const complete = (ETag: string | undefined) => {
      const Parts = [{ PartNumber: 1, ETag: first.ETag }, { PartNumber: 2, ETag }];
      const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
      return refusal(client.send(command));
    };
    expect(await complete('"00000000000000000000000000000000"')).toBe("400 InvalidPart");
    expect(await complete(second.ETag)).toBe("400 EntityTooSmall");
  });

  test("an aborted upload is gone", async () => {
    const Key = "aborted";
    const UploadId = await begin(Key);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    const late = client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "late" }));
    expect(await refusal(late)).toBe("404 NoSuchUpload");
    expect(await refusal(text(Key))).toBe("404 NoSuchKey");
  });
});

describe("lists, copies and deletes", () => {
  const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Prefix: "list/", ...more }));
  const names = ["list/1", "list/2", "list/sub/3", "list/sub/4", "list/z"];
  beforeAll(() => Promise.all(names.map((name) => put(name, name))));

  test("a prefix, in order", async () => {
    expect((await list({})).Contents?.map(({ Key }) => Key)).toEqual(names);
    expect((await list({ StartAfter: "list/sub/3" })).Contents?.map(({ Key }) => Key)).toEqual(names.slice(3));
  });

  test("a delimiter rolls up what lies deeper", async () => {
    const { Contents, CommonPrefixes } = await list({ Delimiter: "/" });
    expect(Contents?.map(({ Key }) => Key)).toEqual(["list/1", "list/2", "list/z"]);
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["list/sub/"]);
  });

  test.each([undefined, "/"])("pages put together are the whole (delimiter %p)", async (Delimiter) => {
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys: 1, Delimiter, ContinuationToken });
      seen.push(...[...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map((p) => p.Prefix)]);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(Delimiter ? ["list/1", "list/2", "list/sub/", "list/z"] : names);
  });

  test("a copy is independent of its source", async () => {
    await put("source ü", "original", { Metadata: { k: "v" } });
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: encodeURI(`${Bucket}/source ü`) }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "source ü" }));
    expect(await text("copy")).toBe("original");
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).Metadata).toEqual({ k: "v" });
  });

  test("many are deleted at once", async () => {
    await Promise.all([put("gone/1", "x"), put("gone/<2>&", "x")]);
    const Objects = [{ Key: "gone/1" }, { Key: "gone/<2>&" }, { Key: "gone/never" }];
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(["gone/1", "gone/<2>&", "gone/never"]);
    expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: "gone/" }))).KeyCount).toBe(0);
  });

  test("a bucket is there or not", async () => {
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket })))).toBe("accepted");
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket: `${Bucket}-no` })))).toStartWith("404");
    const elsewhere = new PutObjectCommand({ Bucket: `${Bucket}-no`, Key: "k", Body: "x" });
    expect(await refusal(client.send(elsewhere))).toBe("404 NoSuchBucket");
    expect(await refusal(client.send(new DeleteBucketCommand({ Bucket })))).toBe("409 BucketNotEmpty");
  });
});

describe("who may", () => {
  const presigned = (command: GetObjectCommand | PutObjectCommand, more = {}) =>
    getSignedUrl(client, command, { expiresIn: 60, ...more });
  const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
  beforeAll(() => put("secret", "hello"));

  test("a wrong secret, a wrong name and no signature are refused", async () => {
    const { accessKeyId, secretAccessKey } = await client.config.credentials();
    const get = () => new GetObjectCommand({ Bucket, Key: "secret" });
    expect(await refusal(clientFor("wrong", accessKeyId).send(get()))).toBe("403 SignatureDoesNotMatch");
    expect(await refusal(clientFor(secretAccessKey, "nobody").send(get()))).toBe("403 InvalidAccessKeyId");
    expect(await status(`${endpoint}/${Bucket}/secret`)).toBe(403);
  });

  test("a presigned address works, until it expires or is changed", async () => {
    const get = () => new GetObjectCommand({ Bucket, Key: "secret" });
    const url = await presigned(get());
    expect(await (await fetch(url)).text()).toBe("hello");
    expect(await status(url.replace("/secret", "/other"))).toBe(403);
    expect(await status(url.replace("Expires=60", "Expires=6000"))).toBe(403);
    expect(await status(url, { method: "DELETE" })).toBe(403);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    expect(await status(await presigned(get(), { signingDate: anHourAgo }))).toBe(403);
  });

  test("a browser may PUT to a presigned address", async () => {
    const url = await presigned(new PutObjectCommand({ Bucket, Key: "browser", ContentType: "model/stl" }));
    const asks = { origin: "https://shop.example", "access-control-request-method": "PUT" };
    const headers = { ...asks, "access-control-request-headers": "content-type" };
    const preflight = await fetch(url, { method: "OPTIONS", headers });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    const body = large;
    const upload = await fetch(url, { method: "PUT", body, headers: { origin: asks.origin, "content-type": "model/stl" } });
    expect(upload.status).toBe(200);
    expect(upload.headers.get("access-control-allow-origin")).toBe("*");
    expect(sha256(await bytes("browser"))).toBe(sha256(large));
  });
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Readable } from "node:stream";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { large, openSubject, refusal, sha256 } from "./subject.ts";

const subject = await openSubject();
const { client, Bucket, put, text, digest } = subject;
afterAll(subject.end);

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
    const command = new PutObjectCommand({
      Bucket,
      Key: "s",
      Body,
      ContentLength: large.length,
      ChecksumAlgorithm: "CRC32",
    });
    await client.send(command);
    expect(await digest("s")).toBe(sha256(large));
  });
});

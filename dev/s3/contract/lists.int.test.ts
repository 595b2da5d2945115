import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { openSubject, refusal } from "./subject.ts";

const subject = await openSubject();
const { client, Bucket, put, text } = subject;
afterAll(subject.end);

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
      seen.push(
        ...[...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map((p) => p.Prefix)],
      );
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

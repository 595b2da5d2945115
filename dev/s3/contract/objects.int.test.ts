import { afterAll, describe, expect, test } from "bun:test";
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { openSubject, refusal } from "./subject.ts";

const subject = await openSubject();
const { client, Bucket, put, text } = subject;
afterAll(subject.end);

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
    await put("empty", new Uint8Array());
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
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: "known", IfNoneMatch: ETag })))).toStartWith(
      "304",
    );
  });
});

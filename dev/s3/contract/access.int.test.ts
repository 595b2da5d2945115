import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { clientFor, large, openSubject, refusal, sha256 } from "./subject.ts";

const subject = await openSubject();
const { client, endpoint, Bucket, put, digest } = subject;
afterAll(subject.end);

describe("who may", () => {
  const presigned = (command: GetObjectCommand | PutObjectCommand, more = {}) =>
    getSignedUrl(client, command, { expiresIn: 60, ...more });
  const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
  beforeAll(() => put("secret", "hello"));

  test("a wrong secret, a wrong name and no signature are refused", async () => {
    const { accessKeyId, secretAccessKey } = await client.config.credentials();
    const get = () => new GetObjectCommand({ Bucket, Key: "secret" });
    expect(await refusal(clientFor(endpoint, accessKeyId, "wrong").send(get()))).toBe("403 SignatureDoesNotMatch");
    expect(await refusal(clientFor(endpoint, "nobody", secretAccessKey).send(get()))).toBe("403 InvalidAccessKeyId");
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
    const upload = await fetch(url, {
      method: "PUT",
      body,
      headers: { origin: asks.origin, "content-type": "model/stl" },
    });
    expect(upload.status).toBe(200);
    expect(upload.headers.get("access-control-allow-origin")).toBe("*");
    expect(await digest("browser")).toBe(sha256(large));
  });
});

import { createHash } from "node:crypto";
import type { S3Request } from "../wire/request.ts";

/**
 * The text a signature version 4 is made over:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(request: S3Request, signedHeaders: readonly string[], payloadHash: string): string {
  const query = [...request.query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const path = request.rawPath.split("/").map((segment) => encode(decodeURIComponent(segment)));
  const headers = signedHeaders.map((name) => `${name}:${(request.header(name) ?? "").trim().replace(/\s+/g, " ")}`);
  return [request.method, path.join("/"), query.join("&"), ...headers, "", signedHeaders.join(";"), payloadHash].join(
    "\n",
  );
}

export const sha256Hex = (text: string) => createHash("sha256").update(text).digest("hex");

/** RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~`. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

import { z } from "zod";
import type { S3Request } from "../wire/request.ts";

/** What is kept of an object beside its bytes, in a JSON file of its own. */
export const ObjectRecord = z.object({
  key: z.string(),
  blob: z.string(),
  size: z.int().nonnegative(),
  etag: z.string(),
  modified: z.iso.datetime(),
  checksums: z.object({ crc32: z.string().optional(), sha256: z.string().optional() }),
  /** Content headers and x-amz-meta-* headers, answered as they came. */
  headers: z.record(z.string(), z.string()),
});
export type ObjectRecord = z.infer<typeof ObjectRecord>;

const keptHeader =
  /^(content-type|content-disposition|content-language|content-encoding|cache-control|expires|x-amz-meta-.+)$/;

/** The headers of an upload that come back with every download. */
export function headersToKeep(request: S3Request): Record<string, string> {
  const kept = [...request.headers].filter(([name]) => keptHeader.test(name));
  const plain = kept.map(
    ([name, value]) => [name, name === "content-encoding" ? withoutAwsChunked(value) : value] as const,
  );
  return {
    "content-type": "application/octet-stream",
    ...Object.fromEntries(plain.filter(([, value]) => value !== "")),
  };
}

const withoutAwsChunked = (value: string) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "aws-chunked")
    .join(", ");

/** The headers of an answer that describes an object. */
export function describingHeaders(record: ObjectRecord): Record<string, string> {
  const { crc32, sha256 } = record.checksums;
  return {
    ...record.headers,
    etag: record.etag,
    "last-modified": new Date(record.modified).toUTCString(),
    "accept-ranges": "bytes",
    ...(crc32 && { "x-amz-checksum-crc32": crc32 }),
    ...(sha256 && { "x-amz-checksum-sha256": sha256 }),
  };
}

import { headersToKeep } from "../storage/object-record.ts";
import type { S3Request } from "../wire/request.ts";
import { S3Error } from "../wire/s3-error.ts";
import { element } from "../wire/xml.ts";
import type { Context, Operation } from "./context.ts";

export const putObject: Operation = async ({ request, payload, blobs, buckets, now }) => {
  buckets.require(request.bucket);
  const onlyNew = wantsOnlyNew(request);
  // Asked before the body is taken, to save it; put() decides among those who come at once.
  if (onlyNew && (await buckets.find(request.bucket, request.key))) throw new S3Error("PreconditionFailed");
  const { blob, size, md5Hex, checksums } = await blobs.store(payload);
  const etag = `"${md5Hex}"`;
  const described = { key: request.key, blob, size, etag, checksums, headers: headersToKeep(request) };
  await buckets.put(request.bucket, { ...described, modified: now().toISOString() }, { onlyNew });
  const checksumHeaders = Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]);
  return { status: 200, headers: { etag, ...Object.fromEntries(checksumHeaders) } };
};

/** Only "create, never overwrite" can be asked of a write. */
export function wantsOnlyNew(request: S3Request): boolean {
  if (request.header("if-match") !== undefined) throw new S3Error("NotImplemented", "If-Match on a write.");
  const ifNoneMatch = request.header("if-none-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw new S3Error("NotImplemented", "Only If-None-Match: *.");
  return ifNoneMatch === "*";
}

export const copyObject: Operation = async ({ request, blobs, buckets, now }) => {
  const [bucket, key] = copySource(request.header("x-amz-copy-source") ?? "");
  const source = await buckets.get(bucket, key);
  const headers = request.header("x-amz-metadata-directive") === "REPLACE" ? headersToKeep(request) : source.headers;
  const copy = {
    ...source,
    key: request.key,
    headers,
    blob: await blobs.join([source.blob]),
    modified: now().toISOString(),
  };
  await buckets.put(request.bucket, copy, { onlyNew: wantsOnlyNew(request) });
  const xml = element("CopyObjectResult", [element("ETag", copy.etag), element("LastModified", copy.modified)]);
  return { status: 200, xml };
};

function copySource(header: string): [bucket: string, key: string] {
  const path = decodeURIComponent(header).replace(/^\//, "");
  const slash = path.indexOf("/");
  if (slash < 1 || path.includes("?versionId="))
    throw new S3Error("InvalidArgument", "x-amz-copy-source is not /bucket/key.");
  return [path.slice(0, slash), path.slice(slash + 1)];
}

/** Deleting what is not there succeeds, as in S3. */
export const deleteObject: Operation = async ({ request, buckets }: Context) => {
  await buckets.delete(request.bucket, request.key);
  return { status: 204 };
};

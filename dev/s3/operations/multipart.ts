import { createHash } from "node:crypto";
import { headersToKeep } from "../storage/object-record.ts";
import type { Part } from "../storage/uploads.ts";
import { S3Error } from "../wire/s3-error.ts";
import { element, elementsNamed, textOf } from "../wire/xml.ts";
import type { Operation } from "./context.ts";
import { readDocument } from "./delete-objects.ts";
import { wantsOnlyNew } from "./write-object.ts";

const partsMax = 10_000;
/** S3 refuses smaller parts, but for the last. */
const partBytesMin = 5 * 1024 * 1024;

export const createMultipartUpload: Operation = async ({ request, buckets, uploads }) => {
  const { bucket, key } = request;
  buckets.require(bucket);
  const id = await uploads.begin({ bucket, key, headers: headersToKeep(request) });
  const fields = [element("Bucket", bucket), element("Key", key), element("UploadId", id)];
  return { status: 200, xml: element("InitiateMultipartUploadResult", fields) };
};

export const uploadPart: Operation = async ({ request, payload, blobs, uploads, now }) => {
  const id = request.query.get("uploadId") ?? "";
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > partsMax) throw new S3Error("InvalidArgument", "partNumber.");
  await uploads.get(id, request.bucket, request.key);
  const { blob, size, md5Hex } = await blobs.store(payload);
  await uploads.putPart(id, { number, blob, size, md5Hex, modified: now().toISOString() });
  return { status: 200, headers: { etag: `"${md5Hex}"` } };
};

export const listParts: Operation = async ({ request, uploads }) => {
  const { bucket, key, query } = request;
  const id = query.get("uploadId") ?? "";
  await uploads.get(id, bucket, key);
  const parts = (await uploads.parts(id)).map((part) =>
    element("Part", [
      element("PartNumber", part.number),
      element("ETag", `"${part.md5Hex}"`),
      element("Size", part.size),
      element("LastModified", part.modified),
    ]),
  );
  const fields = [
    element("Bucket", bucket),
    element("Key", key),
    element("UploadId", id),
    element("IsTruncated", false),
  ];
  return { status: 200, xml: element("ListPartsResult", [...fields, ...parts]) };
};

export const abortMultipartUpload: Operation = async ({ request, uploads }) => {
  const id = request.query.get("uploadId") ?? "";
  await uploads.get(id, request.bucket, request.key);
  await uploads.end(id);
  return { status: 204 };
};

export const completeMultipartUpload: Operation = async ({ request, payload, blobs, buckets, uploads, now }) => {
  const { bucket, key } = request;
  const id = request.query.get("uploadId") ?? "";
  const { headers } = await uploads.get(id, bucket, key);
  const parts = chosenParts(await readDocument(payload), await uploads.parts(id));
  const blob = await blobs.join(parts.map((part) => part.blob));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const etag = `"${md5OfParts(parts)}-${parts.length}"`;
  const record = { key, blob, size, etag, headers, checksums: {}, modified: now().toISOString() };
  await buckets.put(bucket, record, { onlyNew: wantsOnlyNew(request) });
  await uploads.end(id);
  const fields = [element("Location", `/${bucket}/${key}`), element("Bucket", bucket), element("Key", key)];
  return { status: 200, xml: element("CompleteMultipartUploadResult", [...fields, element("ETag", etag)]) };
};

/** The parts the client names, in order, each as it was uploaded. */
function chosenParts(xml: string, uploaded: readonly Part[]): Part[] {
  const wanted = elementsNamed(xml, "Part").map((part) => ({
    number: Number(textOf(part, "PartNumber")),
    md5Hex: textOf(part, "ETag")?.replaceAll('"', ""),
  }));
  if (wanted.length === 0) throw new S3Error("MalformedXML", "At least one part is needed.");
  if (wanted.some(({ number }, index) => number <= (wanted[index - 1]?.number ?? 0)))
    throw new S3Error("InvalidPartOrder");
  const chosen = wanted.map(({ number, md5Hex }) => {
    const part = uploaded.find((candidate) => candidate.number === number && candidate.md5Hex === md5Hex);
    if (!part) throw new S3Error("InvalidPart", `Part ${number} was not uploaded, or its ETag differs.`);
    return part;
  });
  if (chosen.slice(0, -1).some(({ size }) => size < partBytesMin)) throw new S3Error("EntityTooSmall");
  return chosen;
}

/** S3's ETag of a multipart object: the MD5 of its parts' MD5s. */
function md5OfParts(parts: readonly Part[]): string {
  const md5 = createHash("md5");
  for (const part of parts) md5.update(Buffer.from(part.md5Hex, "hex"));
  return md5.digest("hex");
}

import { digester } from "../wire/digests.ts";
import type { Payload } from "../wire/payload.ts";
import { S3Error } from "../wire/s3-error.ts";
import { element, elementsNamed, textOf } from "../wire/xml.ts";
import type { Operation } from "./context.ts";

const documentBytesMax = 2 * 1024 * 1024;

/** Up to a thousand keys in one request. */
export const deleteObjects: Operation = async ({ request, payload, buckets }) => {
  const xml = await readDocument(payload);
  const keys = elementsNamed(xml, "Object").map((object) => textOf(object, "Key") ?? "");
  if (keys.length === 0 || keys.length > 1000)
    throw new S3Error("MalformedXML", "Between one and 1000 keys are needed.");
  for (const key of keys) await buckets.delete(request.bucket, key);
  const deleted = textOf(xml, "Quiet") === "true" ? [] : keys.map((key) => element("Deleted", [element("Key", key)]));
  return { status: 200, xml: element("DeleteResult", deleted) };
};

/** A small XML body, its digests checked. */
export async function readDocument({ bytes, expected }: Payload): Promise<string> {
  const digest = digester(expected);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > documentBytesMax) throw new S3Error("MalformedXML", "The document is too long.");
    digest.update(piece);
    pieces.push(piece);
  }
  digest.finish();
  return Buffer.concat(pieces).toString("utf8");
}

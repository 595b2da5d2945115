import type { ObjectRecord } from "../storage/object-record.ts";
import { S3Error } from "../wire/s3-error.ts";
import { element, type Xml } from "../wire/xml.ts";
import type { Operation } from "./context.ts";

const pageKeysMax = 1000;

/** ListObjectsV2: keys under a prefix, those beyond a delimiter rolled up into common prefixes, a page at a time. */
export const listObjects: Operation = async ({ request, buckets }) => {
  const { query, bucket } = request;
  if (query.get("list-type") !== "2") throw new S3Error("NotImplemented", "Only list-type=2 is supported.");
  const prefix = query.get("prefix") ?? "";
  const token = query.get("continuation-token");
  const after = token === undefined ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();
  const pageKeys = Math.min(Number(query.get("max-keys") ?? pageKeysMax), pageKeysMax);
  const matching = (await buckets.list(bucket)).filter(({ key }) => key.startsWith(prefix) && bytewise(key, after) > 0);
  const entries = rollUp(matching, prefix, query.get("delimiter"));
  const page = entries.filter(({ name }) => bytewise(name, after) > 0).slice(0, pageKeys);
  const last = page.at(-1);
  const truncated = last !== undefined && entries.at(-1)?.name !== last.name;
  const xml = element("ListBucketResult", [
    element("Name", bucket),
    element("Prefix", prefix),
    element("KeyCount", page.length),
    element("MaxKeys", pageKeys),
    element("IsTruncated", truncated),
    ...(truncated ? [element("NextContinuationToken", Buffer.from(last.lastKey).toString("base64url"))] : []),
    ...page.map((entry) => (entry.record ? contents(entry.record) : commonPrefix(entry.name))),
  ]);
  return { status: 200, xml };
};

/** A key, or the common prefix of several; `lastKey` is the last key it stands for. */
interface Entry {
  name: string;
  lastKey: string;
  record?: ObjectRecord;
}

function rollUp(records: ObjectRecord[], prefix: string, delimiter: string | undefined): Entry[] {
  const entries: Entry[] = [];
  for (const record of records) {
    const cut = delimiter ? record.key.indexOf(delimiter, prefix.length) : -1;
    const name = cut < 0 ? record.key : record.key.slice(0, cut + (delimiter?.length ?? 0));
    const previous = entries.at(-1);
    if (cut < 0) entries.push({ name, lastKey: record.key, record });
    else if (previous?.name === name) previous.lastKey = record.key;
    else entries.push({ name, lastKey: record.key });
  }
  return entries;
}

const contents = ({ key, size, etag, modified }: ObjectRecord): Xml =>
  element("Contents", [
    element("Key", key),
    element("LastModified", modified),
    element("ETag", etag),
    element("Size", size),
    element("StorageClass", "STANDARD"),
  ]);

const commonPrefix = (name: string): Xml => element("CommonPrefixes", [element("Prefix", name)]);

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

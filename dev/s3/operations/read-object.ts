import { describingHeaders, type ObjectRecord } from "../storage/object-record.ts";
import { parseRange } from "../wire/range.ts";
import type { Reply } from "../wire/reply.ts";
import type { S3Request } from "../wire/request.ts";
import { S3Error } from "../wire/s3-error.ts";
import type { Operation } from "./context.ts";

/** GET, of the whole object or of a range. */
export const getObject: Operation = async ({ request, buckets }) => {
  const { record, bytes } = await buckets.open(request.bucket, request.key);
  try {
    const reply = describe(request, record);
    if (reply.status === 304) {
      await bytes.close();
      return reply;
    }
    const whole = { start: 0, length: record.size };
    return { ...reply, file: { handle: bytes, ...(parseRange(request.header("range"), record.size) ?? whole) } };
  } catch (error) {
    await bytes.close();
    throw error;
  }
};

export const headObject: Operation = async ({ request, buckets }) => {
  const record = await buckets.get(request.bucket, request.key);
  const reply = describe(request, record);
  const length = parseRange(request.header("range"), record.size)?.length ?? record.size;
  return reply.status === 304 ? reply : { ...reply, headers: { ...reply.headers, "content-length": length } };
};

/** Status and headers: 200, 206 for a range, 304 when the client has it already. */
function describe(request: S3Request, record: ObjectRecord): Reply {
  const headers = describingHeaders(record);
  const ifMatch = request.header("if-match");
  if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== record.etag) throw new S3Error("PreconditionFailed");
  if (request.header("if-none-match") === record.etag) return { status: 304, headers };
  const range = parseRange(request.header("range"), record.size);
  if (!range) return { status: 200, headers };
  const contentRange = `bytes ${range.start}-${range.start + range.length - 1}/${record.size}`;
  return { status: 206, headers: { ...headers, "content-range": contentRange } };
}

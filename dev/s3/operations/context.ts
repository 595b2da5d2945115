import type { BlobFolder } from "../storage/blobs.ts";
import type { BucketFolder } from "../storage/buckets.ts";
import type { UploadFolder } from "../storage/uploads.ts";
import type { Payload } from "../wire/payload.ts";
import type { Reply } from "../wire/reply.ts";
import type { S3Request } from "../wire/request.ts";

/** What every operation gets: the verified request, its body, and the store. */
export interface Context {
  request: S3Request;
  payload: Payload;
  blobs: BlobFolder;
  buckets: BucketFolder;
  uploads: UploadFolder;
  now: () => Date;
}

/** One operation of the S3 API. */
export type Operation = (context: Context) => Promise<Reply>;

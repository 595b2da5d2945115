import type { S3Request } from "../wire/request.ts";
import { S3Error } from "../wire/s3-error.ts";
import { createBucket, deleteBucket, headBucket } from "./bucket.ts";
import type { Operation } from "./context.ts";
import { deleteObjects } from "./delete-objects.ts";
import { listObjects } from "./list-objects.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from "./multipart.ts";
import { getObject, headObject } from "./read-object.ts";
import { copyObject, deleteObject, putObject } from "./write-object.ts";

/** Which parts of S3 exist here: method and subresource to operation. Everything else is NotImplemented. */
const onBucket: Record<string, Operation> = {
  PUT: createBucket,
  HEAD: headBucket,
  DELETE: deleteBucket,
  GET: listObjects,
  "POST delete": deleteObjects,
};

const onObject: Record<string, Operation> = {
  GET: getObject,
  HEAD: headObject,
  PUT: putObject,
  "PUT copy": copyObject,
  DELETE: deleteObject,
  "POST uploads": createMultipartUpload,
  "PUT uploadId": uploadPart,
  "GET uploadId": listParts,
  "DELETE uploadId": abortMultipartUpload,
  "POST uploadId": completeMultipartUpload,
};

/** Subresources a request can name in its query; one that is not supported must not pass for a plain request. */
const subresource =
  /^(delete|uploads|uploadId|acl|cors|encryption|lifecycle|location|logging|notification|policy|replication|requestPayment|retention|legal-hold|select|tagging|torrent|versionId|versioning|versions|website|attributes|object-lock|restore)$/;

export function operationFor(request: S3Request): Operation {
  if (request.bucket === "") throw new S3Error("NotImplemented", "Buckets are not listed here.");
  const named = [...request.query.keys()].find((name) => subresource.test(name));
  const copy = request.header("x-amz-copy-source") === undefined ? undefined : "copy";
  const name = [request.method, named ?? copy].filter((part) => part !== undefined).join(" ");
  const operation = (request.key === "" ? onBucket : onObject)[name];
  if (!operation) throw new S3Error("NotImplemented", `${name} is not supported by this development store.`);
  return operation;
}

import type { Operation } from "./context.ts";

/** Creating a bucket that is there already is fine, as it is for the owner in S3's first region. */
export const createBucket: Operation = async ({ request, buckets }) => {
  await buckets.create(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
};

export const headBucket: Operation = async ({ request, buckets }) => {
  buckets.require(request.bucket);
  return { status: 200 };
};

export const deleteBucket: Operation = async ({ request, buckets }) => {
  await buckets.remove(request.bucket);
  return { status: 204 };
};

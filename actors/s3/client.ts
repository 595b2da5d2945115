import { NoSuchKey, NotFound, S3Client } from "@aws-sdk/client-s3";

export interface S3Options {
  readonly endpoint: string;
  /** Where clients outside reach the store; presigned addresses name it. */
  readonly publicEndpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A client of an S3-compatible store, as its own nodes or as clients outside reach it. */
export function s3Client({ region, accessKeyId, secretAccessKey }: S3Options, endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    // Default checksums make streamed uploads fail on stores other than Amazon's; what we store is checked by its hash.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
  });
}

/** Whether a request failed because there is no such object. */
export const isMissing = (error: unknown) => error instanceof NoSuchKey || error instanceof NotFound;

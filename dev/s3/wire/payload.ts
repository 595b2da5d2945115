import { decodeAwsChunked } from "./aws-chunked.ts";
import { type ExpectedDigests, readChecksumHeader } from "./digests.ts";
import type { S3Request } from "./request.ts";

/** The object's bytes, and the digests they must have. Trailing checksums are in `expected` once `bytes` has ended. */
export interface Payload {
  bytes: AsyncIterable<Buffer>;
  expected: ExpectedDigests;
}

/** `payloadHash` is what the signature was made with: the body's SHA-256 in hex, or a word that says it is not known. */
export function payloadOf(request: S3Request, payloadHash: string): Payload {
  const expected: ExpectedDigests = {};
  for (const [name, value] of request.headers) readChecksumHeader(expected, name, value);
  if (payloadHash.startsWith("STREAMING-")) {
    const bytes = decodeAwsChunked(request.body, (name, value) => readChecksumHeader(expected, name, value));
    // What comes as a trailer is announced, so that it can be computed while the bytes pass.
    const announced = request.header("x-amz-trailer");
    if (announced) readChecksumHeader(expected, announced.trim().toLowerCase(), "");
    return { bytes, expected };
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash)) expected.payload = payloadHash;
  return { bytes: request.body, expected };
}

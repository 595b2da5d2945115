import { createHmac, timingSafeEqual } from "node:crypto";
import type { S3Request } from "../wire/request.ts";
import { S3Error } from "../wire/s3-error.ts";
import { canonicalRequest, sha256Hex } from "./canonical-request.ts";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** What a request claims about its signature, from the Authorization header or a presigned address. */
interface Claim {
  accessKeyId: string;
  scope: { day: string; region: string };
  signedHeaders: string[];
  signature: string;
  /** Basic ISO 8601, such as 20261122T073000Z. */
  signedAt: string;
  payloadHash: string;
}

const clockSkewMsMax = 15 * 60_000;
const presignedSecondsMax = 7 * 24 * 3600;

/** Checks the request's signature version 4; returns the payload hash it was signed with. Throws S3Error. */
export function verifySignature(request: S3Request, credentials: Credentials, nowMs: number): string {
  const presigned = request.query.has("X-Amz-Signature");
  const claim = presigned ? presignedClaim(request) : headerClaim(request);
  if (claim.accessKeyId !== credentials.accessKeyId) throw new S3Error("InvalidAccessKeyId");
  checkTime(claim, presigned ? expirySeconds(request) : undefined, nowMs);
  if (!claim.signedHeaders.includes("host")) throw new S3Error("AccessDenied", "The host header must be signed.");
  const expected = sign(request, claim, credentials.secretAccessKey);
  if (!equal(expected, claim.signature)) throw new S3Error("SignatureDoesNotMatch");
  return claim.payloadHash;
}

function headerClaim(request: S3Request): Claim {
  const form = /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/;
  const [, credential = "", signedHeaders = "", signature = ""] =
    form.exec(request.header("authorization") ?? "") ?? [];
  const signedAt = request.header("x-amz-date") ?? "";
  const payloadHash = request.header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  return claim(credential, signedHeaders, signature, signedAt, payloadHash);
}

function presignedClaim({ query, header }: S3Request): Claim {
  const value = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  const payloadHash = header("x-amz-content-sha256") ?? (value("Content-Sha256") || "UNSIGNED-PAYLOAD");
  return claim(value("Credential"), value("SignedHeaders"), value("Signature"), value("Date"), payloadHash);
}

function claim(credential: string, headers: string, signature: string, signedAt: string, payloadHash: string): Claim {
  const [, accessKeyId, day, region] = /^(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(credential) ?? [];
  if (!accessKeyId || !day || !region || !signedAt.startsWith(day)) {
    throw new S3Error("AccessDenied", "The request is not signed with signature version 4 for s3.");
  }
  return { accessKeyId, scope: { day, region }, signedHeaders: headers.split(";"), signature, signedAt, payloadHash };
}

function expirySeconds({ query }: S3Request): number {
  const seconds = Number(query.get("X-Amz-Expires"));
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= presignedSecondsMax) return seconds;
  throw new S3Error("AccessDenied", "X-Amz-Expires must be between one second and a week.");
}

function checkTime({ signedAt }: Claim, expiresAfterSeconds: number | undefined, nowMs: number): void {
  const signedMs = Date.parse(signedAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(signedMs - nowMs <= clockSkewMsMax)) throw new S3Error("RequestTimeTooSkewed");
  if (expiresAfterSeconds === undefined) {
    if (nowMs - signedMs > clockSkewMsMax) throw new S3Error("RequestTimeTooSkewed");
  } else if (nowMs > signedMs + expiresAfterSeconds * 1000) {
    throw new S3Error("AccessDenied", "Request has expired");
  }
}

function sign(request: S3Request, { scope, signedHeaders, signedAt, payloadHash }: Claim, secret: string): string {
  const chain = [scope.day, scope.region, "s3", "aws4_request"];
  const text = canonicalRequest(request, signedHeaders, payloadHash);
  const key = chain.reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return hmac(key, ["AWS4-HMAC-SHA256", signedAt, chain.join("/"), sha256Hex(text)].join("\n")).toString("hex");
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { S3Error } from "./s3-error.ts";

/** Digests a body must have: base64, `payload` in hex. Empty text: to be computed, the value comes as a trailer. */
export interface ExpectedDigests {
  md5?: string;
  crc32?: string;
  sha256?: string;
  payload?: string;
}

/** Checksums kept with an object, base64. */
export type Checksums = Partial<Record<"crc32" | "sha256", string>>;

/** Notes the digest a header (or trailer) demands. Refuses algorithms that would go unchecked. */
export function readChecksumHeader(expected: ExpectedDigests, name: string, value: string): void {
  if (name === "content-md5") expected.md5 = value;
  const algorithm = /^x-amz-checksum-(crc32c|crc32|crc64nvme|sha1|sha256)$/.exec(name)?.[1];
  if (algorithm === "crc32" || algorithm === "sha256") expected[algorithm] = value;
  else if (algorithm) throw new S3Error("NotImplemented", `The checksum algorithm ${algorithm} is not supported.`);
}

/** Computes the digests of bytes that pass by: MD5 always (it is the ETag), the others where they are demanded. */
export function digester(expected: ExpectedDigests) {
  const md5 = createHash("md5");
  const sha256 = expected.sha256 !== undefined || expected.payload !== undefined ? createHash("sha256") : undefined;
  let crc = expected.crc32 === undefined ? undefined : 0;
  let size = 0;
  return {
    update(bytes: Buffer) {
      size += bytes.length;
      md5.update(bytes);
      sha256?.update(bytes);
      if (crc !== undefined) crc = crc32(bytes, crc);
    },
    /** Throws BadDigest when a digest is not as demanded. */
    finish() {
      const digests = {
        md5: md5.digest(),
        sha256: sha256?.digest(),
        crc32: crc === undefined ? undefined : bigEndian(crc),
      };
      check(expected, digests);
      return { size, md5Hex: digests.md5.toString("hex"), checksums: kept(expected, digests) };
    },
  };
}

interface Digests {
  md5: Buffer;
  sha256: Buffer | undefined;
  crc32: Buffer | undefined;
}

function check(expected: ExpectedDigests, digests: Digests): void {
  if (expected.payload !== undefined && expected.payload !== digests.sha256?.toString("hex")) {
    throw new S3Error("XAmzContentSHA256Mismatch", "The body is not the one that was signed.");
  }
  for (const name of ["md5", "crc32", "sha256"] as const) {
    if (expected[name] === undefined || expected[name] === digests[name]?.toString("base64")) continue;
    throw new S3Error("BadDigest", `The ${name} of the body is not the one that was sent.`);
  }
}

function kept(expected: ExpectedDigests, digests: Digests): Checksums {
  const checksums: Checksums = {};
  for (const name of ["crc32", "sha256"] as const) {
    if (expected[name] !== undefined && digests[name]) checksums[name] = digests[name].toString("base64");
  }
  return checksums;
}

function bigEndian(crc: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes;
}

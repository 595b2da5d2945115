import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type AggregateArchive, ArchiveDamaged, ArchiveUnavailable } from "../runtime/archive/aggregate-archive.ts";
import { packCommits, unpackCommits } from "./archive-codec.ts";
import { isMissing, type S3Options, s3Client } from "./client.ts";

/** A reader of an archived order waits for this, ms; the command's own deadline is not much longer. */
const readWithinMs = 1_500;
const writeWithinMs = 10_000;

/** One object an aggregate, in folders that lists of a month stay short in: `archive/ord_2611/ord_2611….json.gz`. */
export const archiveKey = (id: string): string => `archive/${id.slice(0, 8)}/${id}.json.gz`;

/** The archive of ended aggregates in an S3-compatible store. */
export function s3AggregateArchive(options: S3Options): AggregateArchive {
  const s3 = s3Client(options, options.endpoint);
  const at = (id: string) => ({ Bucket: options.bucket, Key: archiveKey(id) });
  const unavailable = (error: unknown): never => {
    throw new ArchiveUnavailable(String(error), { cause: error });
  };

  async function read(id: string) {
    const { Body, Metadata } = await s3.send(new GetObjectCommand(at(id)), {
      abortSignal: AbortSignal.timeout(readWithinMs),
    });
    return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), sha256: Metadata?.["sha256"] };
  }

  return {
    store: async (id, commits) => {
      const { bytes, sha256 } = packCommits(id, commits);
      const object = { ...at(id), Body: bytes, ContentType: "application/gzip", Metadata: { sha256 } };
      const abortSignal = AbortSignal.timeout(writeWithinMs);
      await s3.send(new PutObjectCommand(object), { abortSignal }).catch(unavailable);
    },
    load: async (id) => {
      const object = await read(id).catch((error: unknown) => (isMissing(error) ? undefined : unavailable(error)));
      if (!object) return [];
      const { bytes, sha256 } = object;
      if (sha256 === undefined) throw new ArchiveDamaged(`the archive's object of ${id} has no checksum`);
      return unpackCommits(id, { bytes, sha256 });
    },
  };
}

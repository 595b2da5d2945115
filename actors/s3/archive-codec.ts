import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { ArchiveDamaged } from "../runtime/archive/aggregate-archive.ts";

/** An aggregate's commits as one compressed object, and the checksum kept beside it. */
export interface Packed {
  readonly bytes: Uint8Array;
  /** Of `bytes`, hexadecimal. */
  readonly sha256: string;
}

const checksum = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Everything needed to put the commits back where they were: equal commits give equal bytes. */
export function packCommits(id: string, commits: readonly StoredCommit[]): Packed {
  const lines = commits.map(({ stream, seq, commit }) => ({ stream, seq, commit }));
  const bytes = gzipSync(JSON.stringify({ format: 1, aggregate: id, commits: lines }));
  return { bytes, sha256: checksum(bytes) };
}

interface Contents {
  readonly format: number;
  readonly aggregate: string;
  readonly commits: readonly Omit<StoredCommit, "aggregate">[];
}

/** The commits that were packed under this id. Throws ArchiveDamaged. */
export function unpackCommits(id: string, { bytes, sha256 }: Packed): StoredCommit[] {
  if (checksum(bytes) !== sha256) throw new ArchiveDamaged(`the archive's object of ${id} does not have its checksum`);
  const { format, aggregate, commits } = JSON.parse(gunzipSync(bytes).toString()) as Contents;
  if (format !== 1 || aggregate !== id) throw new ArchiveDamaged(`the archive's object of ${id} is of ${aggregate}`);
  return commits.map((stored) => ({ aggregate, ...stored }));
}

import type { StoredCommit } from "#contracts/log/commit.ts";
import type { AggregateArchive } from "../runtime/archive/aggregate-archive.ts";
import { type Packed, packCommits, unpackCommits } from "../s3/archive-codec.ts";

/** The archive of ended aggregates in one process's memory, for tests. */
export function memoryAggregateArchive(): AggregateArchive & { readonly objects: Map<string, Packed> } {
  const objects = new Map<string, Packed>();
  return {
    objects,
    store: async (id, commits: readonly StoredCommit[]) => {
      objects.set(id, packCommits(id, commits));
    },
    load: async (id) => {
      const object = objects.get(id);
      return object ? unpackCommits(id, object) : [];
    },
  };
}

import type { Commit, StoredCommit } from "#contracts/log/commit.ts";
import { LogGap } from "#contracts/log/reader.ts";
import type { Purge } from "../runtime/archive/archiver.ts";
import type { BatchEntry, BatchLog } from "../runtime/log/batch-log.ts";
import { contiguous, decodeCommit, encodeCommit } from "../runtime/log/commit-codec.ts";
import { type MayCreate, OutcomeUnknown, VersionConflict } from "../runtime/log/event-log.ts";

/** What a fault may do to one append: lose it on the way there, or lose the answer on the way back. */
export type AppendFault = "request-lost" | "answer-lost";

export interface MemoryLogOptions {
  /** Index of the log stream it stands for; 0 when left out. */
  readonly stream?: number;
  readonly mayCreate?: MayCreate;
  /** Asked before every append; undefined lets it through. */
  readonly fault?: (id: string, commit: Commit) => AppendFault | undefined;
}

interface Entry {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** The event log in one process's memory: the same promise as the real one, for pure tests and simulation. */
export function memoryEventLog(
  options: MemoryLogOptions = {},
): BatchLog & { readonly entries: StoredCommit[]; readonly purge: Purge } {
  const mayCreate = options.mayCreate ?? (() => true);
  const byId = new Map<string, Entry[]>();
  const entries: StoredCommit[] = [];
  let sequence = 0;

  const headOf = (id: string) => byId.get(id)?.at(-1)?.seq ?? 0;
  const stored = (id: string, { seq, bytes }: Entry): StoredCommit => ({
    aggregate: id,
    stream: options.stream ?? 0,
    seq,
    commit: decodeCommit(bytes),
  });

  function write(id: string, commit: Commit, bytes: Uint8Array): number {
    if (headOf(id) !== commit.prev) throw new VersionConflict(`${id} is not at ${commit.prev}`);
    const entry = { seq: ++sequence, bytes };
    const known = byId.get(id);
    if (known) known.push(entry);
    else byId.set(id, [entry]);
    entries.push(stored(id, entry));
    return entry.seq;
  }

  async function appendOne({ id, commit, bytes }: BatchEntry): Promise<number> {
    const fault = options.fault?.(id, commit);
    if (fault === "request-lost") throw new OutcomeUnknown(`${id}: no answer`);
    const seq = write(id, commit, bytes);
    if (fault === "answer-lost") throw new OutcomeUnknown(`${id}: no answer`);
    return seq;
  }

  return {
    entries,
    purge: async (id, throughSeq) => {
      const kept = (byId.get(id) ?? []).filter(({ seq }) => seq > throughSeq);
      byId.set(id, kept);
    },
    head: async (id) => headOf(id),
    load: async (id, { version, seq: from = 0 } = { version: 0 }) => {
      if (headOf(id) < from) throw new LogGap(`${id}: the log ends at sequence ${headOf(id)}, before ${from}`);
      const all = (byId.get(id) ?? []).map((entry) => stored(id, entry));
      const later = all.filter(({ commit }) => commit.version > version);
      return contiguous(id, later, version);
    },
    streamOf: () => options.stream ?? 0,
    encode: (id, commit, how) => encodeCommit(id, commit, mayCreate, how),
    appendAll: async (batch) => {
      // Expectations hold against the state before the batch, so of two on one aggregate the second cannot.
      if (new Set(batch.map(({ id }) => id)).size < batch.length) throw new VersionConflict("a member is stale");
      for (const { id, commit } of batch) {
        if (headOf(id) !== commit.prev) throw new VersionConflict("a member is stale");
      }
      return batch.map(({ id, commit, bytes }) => write(id, commit, bytes));
    },
    appendOne,
    append: async (id, commit, how) => appendOne({ id, commit, bytes: encodeCommit(id, commit, mayCreate, how) }),
  };
}

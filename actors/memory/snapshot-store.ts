import type { Snapshot, SnapshotStore } from "../runtime/activation/snapshots.ts";

/** Snapshots in one process's memory, as JSON: what does not survive that must not seem to. */
export function memorySnapshotStore(): SnapshotStore {
  const texts = new Map<string, string>();
  return {
    load: async (id) => {
      const text = texts.get(id);
      return text === undefined ? undefined : (JSON.parse(text) as Snapshot);
    },
    save: async (id, snapshot) => void texts.set(id, JSON.stringify(snapshot)),
  };
}

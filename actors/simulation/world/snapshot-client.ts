import type { SnapshotStore } from "../../runtime/activation/snapshots.ts";
import type { Life } from "../kernel/life.ts";
import type { World } from "./world.ts";

/** Longer than this nobody waits for what only saves reading, ms. */
const timeoutMs = 1_000;

/** A node's way to the snapshots, which are kept beside the log. */
export function snapshotClient({ network, snapshots, logs }: World, life: Life): SnapshotStore {
  const ask = <Answer>(what: string, serve: () => Promise<Answer>): Promise<Answer> => {
    const to = logs[0]?.life ?? life;
    return network.request({ from: life, to, what, timeoutMs, serve });
  };
  return {
    load: (id) => ask(`snapshot of ${id}`, () => snapshots.load(id)),
    save: (id, snapshot) => ask(`snapshot ${id} v${snapshot.version}`, () => snapshots.save(id, snapshot)),
  };
}

import { beforeAll, describe, expect, test } from "bun:test";
import type { Snapshot, SnapshotStore } from "../runtime/activation/snapshots.ts";

const snapshot = (version: number): Snapshot => ({
  schema: "dev/1",
  version,
  head: version * 7,
  state: { sum: version },
  commands: {
    commands: [["a", { fingerprint: "f", version: 1, outcome: { ok: true } }]],
    processes: [["pricing/0", 4, [["b", { fingerprint: "g", version: 2, outcome: null }, 9]]]],
  },
});

/** Holds an adapter to the promise of SnapshotStore. */
export function snapshotStoreConformance(name: string, open: () => Promise<SnapshotStore>): void {
  describe(`snapshot store: ${name}`, () => {
    let it: SnapshotStore;
    beforeAll(async () => {
      it = await open();
    });

    test("has nothing of an aggregate nobody put aside", async () => {
      expect(await it.load("cnt_nobody")).toBeUndefined();
    });

    test("gives the newest back, whole", async () => {
      await it.save("cnt_a", snapshot(1));
      await it.save("cnt_a", snapshot(2));
      await it.save("cnt_b", snapshot(9));
      expect(await it.load("cnt_a")).toEqual(snapshot(2));
      expect(await it.load("cnt_b")).toEqual(snapshot(9));
    });
  });
}

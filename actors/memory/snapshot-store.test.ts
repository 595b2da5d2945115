import { snapshotStoreConformance } from "../testing/snapshot-conformance.ts";
import { memorySnapshotStore } from "./snapshot-store.ts";

snapshotStoreConformance("memory", async () => memorySnapshotStore());

import { afterAll } from "bun:test";
import { names } from "#contracts/shared/subjects.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { snapshotStoreConformance } from "../testing/snapshot-conformance.ts";
import { connectNats, type Nats } from "./connection.ts";
import { natsSnapshotStore } from "./snapshot-store.ts";
import { ensureStreams } from "./topology.ts";

let nats: Nats | undefined;
afterAll(() => nats?.close());

snapshotStoreConformance("nats", async () => {
  nats = await connectNats({ servers: (await servers()).natsUrl, name: "test" });
  const layout = names(freshPrefix(), 1);
  await ensureStreams(nats, layout, 1);
  return natsSnapshotStore(nats, layout);
});

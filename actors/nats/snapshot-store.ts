import type { Names } from "#contracts/shared/subjects.ts";
import type { Snapshot, SnapshotStore } from "../runtime/activation/snapshots.ts";
import type { Nats } from "./connection.ts";

/** Larger ones are not kept: the server would refuse them, and the log can be read. */
const snapshotBytesMax = 512 * 1024;
const timeoutMs = 1_000;

/** Snapshots in a stream of their own that holds one message an aggregate. */
export const natsSnapshotStore = ({ js, jsm }: Nats, names: Names): SnapshotStore => ({
  load: async (id) => {
    // May be answered by a replica that lags: an older snapshot only means reading more of the log.
    const query = { last_by_subj: names.snapshot(id) };
    const message = await jsm.direct.getMessage(names.snapshotStream, query);
    return message?.json<Snapshot>();
  },
  save: async (id, snapshot) => {
    const text = JSON.stringify(snapshot);
    if (text.length > snapshotBytesMax) return;
    await js.publish(names.snapshot(id), text, { timeout: timeoutMs });
  },
});

import { signal } from "@preact/signals";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { follow, type Line } from "../client/stream/follow.ts";
import { signIns } from "./demonstration.ts";

/** Lines that are kept; older ones fall off. */
const keptMax = 40;

/** The seller's feed, newest first: everything that happens to all orders. */
export const feed = signal<readonly CloudEvent[]>([]);
export const feedLine = signal<{ readonly line: Line; readonly heardAt: number }>({ line: "connecting", heardAt: 0 });

/** Follows the feed of all orders until the signal aborts. */
export const followFeed = (leaving: AbortSignal): Promise<void> =>
  follow({
    path: "/crm/v1/feed",
    credential: async () => (await signIns()).seller,
    signal: leaving,
    onFrame: ({ event, data }) => {
      // A reset says that the place we were at is gone: what comes next is still told.
      if (event !== undefined || data === undefined) return;
      feed.value = [JSON.parse(data) as CloudEvent, ...feed.value].slice(0, keptMax);
    },
    onLine: (line, at) => {
      feedLine.value = { line, heardAt: line === "live" ? at : feedLine.value.heardAt };
    },
  });

import type { StoredEvent } from "../log/commit.ts";
import { historyOf } from "../log/history.ts";
import type { PriceBookEvent } from "./events.ts";

/** The first release cast everything, and its materials did not say so. */
function withProcesses(event: StoredEvent): StoredEvent {
  const { book } = event as unknown as { book: { materials: Record<string, object> } };
  const named = Object.entries(book.materials).map(([code, material]) => [code, { kind: "casting", ...material }]);
  return { ...event, v: 2, book: { ...book, materials: Object.fromEntries(named) } };
}

/** How the stored events of a price book are read. */
export const priceBookHistory = historyOf<PriceBookEvent>(
  {
    PriceBookPublished: 2,
    PriceBookDrafted: 1,
    PriceBookApproved: 1,
    PriceBookDraftDiscarded: 1,
    PriceBookWithdrawn: 1,
    MetalFixPublished: 1,
  },
  { PriceBookPublished: { 1: withProcesses } },
);

import type { OrderSummary } from "#contracts/api/orders.ts";
import { call } from "./call.ts";
import { type BoardStatus, boardStatuses, itemOfSummary } from "./item.ts";
import { book, changed } from "./orders.ts";

interface Page {
  readonly items: readonly OrderSummary[];
  readonly next?: string;
  readonly stale: boolean;
}

const pageLimit = 100;
const againAfterMs = 1_000;

/** A page that shows at least what had happened up to `position`; waits until there is one. Throws once aborted. */
async function pageOf(status: BoardStatus, cursor: string | undefined, position: string, signal: AbortSignal) {
  const query = new URLSearchParams({ status, limit: String(pageLimit), ...(cursor ? { cursor } : {}) });
  for (;;) {
    const asked = call<Page>({ path: `/mes/v1/queue?${query}`, headers: { "bezel-position": position } });
    const page = await asked.catch(() => undefined);
    signal.throwIfAborted();
    if (page && !page.stale) return page;
    await new Promise((resolve) => setTimeout(resolve, againAfterMs));
    signal.throwIfAborted();
  }
}

async function readStatus(status: BoardStatus, position: string, signal: AbortSignal): Promise<void> {
  let cursor: string | undefined;
  do {
    const { items, next } = await pageOf(status, cursor, position, signal);
    for (const summary of items) book.put(itemOfSummary(summary));
    changed();
    cursor = next;
  } while (cursor !== undefined);
}

/**
 * Reads all orders of the board page by page, each page as it was at `position` or later. An order that changes its
 * status meanwhile may be on no page: then its event comes by the feed, after `position`. Throws once aborted.
 */
export async function readSnapshot(position: string, signal: AbortSignal): Promise<void> {
  await Promise.all(boardStatuses.map((status) => readStatus(status, position, signal)));
}

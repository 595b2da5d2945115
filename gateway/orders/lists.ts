import type { OrderSummary } from "#contracts/api/orders.ts";
import { decodeCursor, encodeCursor, type LogPosition } from "#contracts/log/position.ts";
import { ownView } from "#contracts/order/disclosure.ts";
import type { OrderId } from "#contracts/shared/ids.ts";
import type { Page } from "#db/keyset.ts";
import type { OrderRow } from "#db/order-row.ts";
import type { Pool } from "#db/pool.ts";
import { includes, positionOf } from "#db/position.ts";
import { readable } from "../database.ts";
import { ProblemError } from "../problem.ts";
import { orderSummary } from "./views.ts";

/** A list waits this long for what its reader has just written, ms; then it says that it is stale. */
const waitForWriteMs = 500;
const lookEveryMs = 15;

/** Request and response header: where in the log a write stands that a list must show. */
export const positionHeader = "bezel-position";

/** The position of one write, for its author to hand to lists. */
export function positionOfWrite(hubPosition: LogPosition, stream: number, seq: number): string {
  // Only the write's own stream is waited for: what else happened meanwhile does not concern its author.
  const position = hubPosition.map(({ incarnation }, index) => ({ incarnation, seq: index === stream ? seq : 0 }));
  return encodeCursor({ position });
}

/** Waits until the database has seen what the reader wrote; false when it has not come in time. */
async function reaches(pool: Pool, wanted: LogPosition): Promise<boolean> {
  const until = performance.now() + waitForWriteMs;
  for (;;) {
    if (includes(await positionOf(pool), wanted)) return true;
    if (performance.now() > until) return false;
    await Bun.sleep(lookEveryMs);
  }
}

export interface ListAnswer {
  readonly items: OrderSummary[];
  readonly next?: string;
  readonly stale: boolean;
}

const item = ({ id, version, doc }: OrderRow) => orderSummary(id as OrderId, version, doc);

/** One page from a database, as fresh as its reader may expect. A database that is away is a 503 that says so. */
export async function listPage(pool: Pool, wanted: string | undefined, list: () => Promise<Page<OrderRow>>) {
  const written = wanted === undefined ? undefined : decodeCursor(wanted);
  if (wanted !== undefined && !written) throw new ProblemError("feed/cursor-invalid");
  const stale = written !== undefined && !(await readable(reaches(pool, written.position)));
  const { items, next } = await readable(list());
  const page = { items: items.map(item), stale };
  return (next === undefined ? page : { ...page, next }) satisfies ListAnswer;
}

/** The same for those whose orders they are: without what is the house's own. */
export async function ownListPage(...asked: Parameters<typeof listPage>): Promise<ListAnswer> {
  const page = await listPage(...asked);
  return { ...page, items: page.items.map(ownView) };
}

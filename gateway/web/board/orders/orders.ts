import { signal } from "@preact/signals";
import type { OrderView } from "#contracts/api/orders.ts";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { Refused } from "../../client/api.ts";
import { Book } from "./book.ts";
import { call } from "./call.ts";
import { type Item, itemOfView, seen } from "./item.ts";

/** The orders of this page. What is drawn follows `revision`, which moves at most once a frame. */
export const book = new Book();
export const revision = signal(0);

let scheduled = false;

/** Has the changes drawn with the next frame, together with all that come until then. */
export function changed(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    revision.value++;
  });
}

const readAtOnceMax = 4;
const wanted = new Set<string>();
let readers = 0;

async function readOne(id: string): Promise<void> {
  try {
    book.put(itemOfView(await call<OrderView>({ path: `/mes/v1/orders/${id}` })));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) book.remove(id);
  }
  changed();
}

async function readWanted(): Promise<void> {
  readers++;
  for (const id of wanted) {
    wanted.delete(id);
    await readOne(id);
  }
  readers--;
}

/** Reads an order by itself, a few at a time; one that is waiting to be read is not asked for twice. */
export function read(id: string): void {
  wanted.add(id);
  if (readers < readAtOnceMax) void readWanted();
}

/** Events after which an order that is not on the board may have come to it. */
const arrivals =
  /^bezel\.(Manufacturing(Approved|Started|Completed|Returned)|PackagingStarted|ReworkStarted|OrderScrapped|StageUndone)\./;

/** Undefined when something is missing, or this page is older than the event: then the server tells how it is now. */
function next(known: Item, event: CloudEvent): Item | undefined {
  try {
    return seen(known, event);
  } catch {
    return undefined;
  }
}

/** Takes in what has happened to an order. */
export function see(event: CloudEvent): void {
  const known = book.get(event.subject);
  const after = known && next(known, event);
  if (after) {
    if (after === known) return;
    book.put(after);
    changed();
  } else if (known || arrivals.test(event.type)) read(event.subject);
}

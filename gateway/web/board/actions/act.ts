import { signal } from "@preact/signals";
import type { WriteAnswer } from "#contracts/api/orders.ts";
import type { Order } from "#contracts/order/order.ts";
import { Refused } from "../../client/api.ts";
import { isWhole, line } from "../line/line.ts";
import { call } from "../orders/call.ts";
import { type Item, numberOf } from "../orders/item.ts";
import { book, changed, read } from "../orders/orders.ts";
import { session } from "../sign-in/session.ts";
import { readWorkshop } from "../workshop/workshop.ts";
import { announce } from "./announcements.ts";
import { foreseen, type Verb } from "./verbs.ts";

/** What is shown of an order before the server has answered; `version` once it has. */
interface Pending {
  readonly order: Order;
  readonly version?: number;
}
const pending = new Map<string, Pending>();
/** Moves with it: rows that show what is pending are drawn anew. */
const pendings = signal(0);

function setPending(id: string, ahead: Pending | undefined): void {
  if (ahead) pending.set(id, ahead);
  else pending.delete(id);
  pendings.value++;
  changed();
}

/** What was foreseen of an order, if its events have not come yet. */
function aheadOf({ id, version }: Item): Pending | undefined {
  void pendings.value;
  const ahead = pending.get(id);
  return ahead?.version !== undefined && version >= ahead.version ? undefined : ahead;
}

/** Why the last action on an order did not come about, shown on its row for a while. */
export const refusals = signal<ReadonlyMap<string, string>>(new Map());
const refusalShownMs = 8_000;
/** An answer whose event has not come by the feed after this is looked up, ms. */
const eventWithinMs = 3_000;

/** One page's keys are its own; the same wish on the same version keeps its key, so that asking again is harmless. */
const page = crypto.randomUUID();
const keyOf = (verb: Verb, { id, version }: Item): string => `board-${page}-${verb.path}-${id}-${version}`;

export const isPending = (item: Item): boolean => aheadOf(item) !== undefined;

/** The order as this page shows it: what was done here counts from the moment it is done. */
export const shownOrder = (item: Item): Order => aheadOf(item)?.order ?? item.order;

/** Why nothing can be done now; undefined when something can. Nothing is kept back to be done later. */
export function barred(): string | undefined {
  if (line.value === "live") return undefined;
  if (!isWhole.value) return "The board is still loading.";
  return "No connection. Actions wait until it is back, so that nobody works on what is old.";
}

function showRefusal(id: string, why: string): void {
  refusals.value = new Map(refusals.value).set(id, why);
  setTimeout(() => {
    const left = new Map(refusals.value);
    if (left.get(id) === why) left.delete(id);
    refusals.value = left;
  }, refusalShownMs);
}

const reasons: Readonly<Record<string, string>> = {
  "command/stale": "It has changed since you looked. This is how it is now.",
  "order/illegal-transition": "Somebody else was first. This is how it is now.",
  "order/on-hold": "It is on hold.",
};

function reasonOf(error: unknown): string {
  if (error instanceof Refused && error.status !== 503) return error.detail ?? reasons[error.code] ?? error.message;
  return "The server did not answer, so it is not known whether it was done. This is what is known.";
}

function rollBack(item: Item, verb: Verb, error: unknown): void {
  setPending(item.id, undefined);
  const why = `Not ${verb.done}: ${reasonOf(error)}`;
  showRefusal(item.id, why);
  announce(`Order ${numberOf(item.id)}. ${why}`, "refused");
  read(item.id);
}

function settle(item: Item, verb: Verb, order: Order, version: number): void {
  const ahead = { order, version };
  setPending(item.id, ahead);
  announce(`Order ${numberOf(item.id)} ${verb.done}.`, "done");
  setTimeout(() => {
    const isBehind = (book.get(item.id)?.version ?? version) < version;
    if (isBehind) read(item.id);
    else if (pending.get(item.id) === ahead) setPending(item.id, undefined);
  }, eventWithinMs);
}

/** Does it at once on the page and then on the server; when the server refuses, the page goes back and says why. */
export async function act(item: Item, verb: Verb, body: object = {}): Promise<void> {
  const { value } = session;
  if (value.state !== "in" || barred() !== undefined || isPending(item)) return;
  const order = foreseen(item.order, verb, value.me.id, body, new Date().toISOString());
  setPending(item.id, { order });
  const headers = { "if-match": `"${item.version}"`, "idempotency-key": keyOf(verb, item) };
  try {
    const answer = await call<WriteAnswer>({ path: `/mes/v1/orders/${item.id}/${verb.path}`, headers, body });
    settle(item, verb, order, answer.version);
    void readWorkshop();
  } catch (error) {
    rollBack(item, verb, error);
  }
}

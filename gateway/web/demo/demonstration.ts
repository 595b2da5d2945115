import { computed, signal } from "@preact/signals";
import type { CloudEvent } from "#contracts/feed/cloud-event.ts";
import { Refused, read, write } from "../client/api.ts";
import { follow, type Line } from "../client/stream/follow.ts";
import { type SeenOrder, seeEvent } from "./seen-order.ts";
import { type Cast, nextStep } from "./steps.ts";

/** What is ordered: the file, and how it shall be made. */
export interface Wish {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly material: string;
  readonly finishing: string;
  readonly quantity: number;
}

/** Steps carried out by themselves leave this long to see each, ms. */
const paceMs = 500;
const country = "DE";

/** The order that is shown, and those who move it. */
export const order = signal<SeenOrder | undefined>(undefined);
export const orderLine = signal<Line>("connecting");
export const busy = signal(false);
export const carrying = signal(false);
export const trouble = signal<string | undefined>(undefined);

export const step = computed(() => {
  const seen = order.value?.order;
  return seen && nextStep(seen.status, seen.accepted !== undefined);
});
export const isOver = computed(() =>
  ["CLOSED", "CANCELLED", "REJECTED", "PRICING_FAILED"].includes(order.value?.order?.status ?? ""),
);

/** Sign-ins last for hours; a page may be open for longer, ms. */
const signedInForMs = 60 * 60 * 1_000;
let signedIn: { readonly at: number; readonly cast: Promise<Cast> } | undefined;

/** The demonstration's sign-ins, asked for again when they may have ended or could not be had. */
export function signIns(): Promise<Cast> {
  if (!signedIn || Date.now() - signedIn.at > signedInForMs) {
    const cast = read<Cast>("/demo/sign-ins");
    cast.catch(() => {
      signedIn = undefined;
    });
    signedIn = { at: Date.now(), cast };
  }
  return signedIn.cast;
}

/** Runs one piece of work at a time, and shows what went wrong; never rejects. */
async function busily(work: () => Promise<unknown>): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  trouble.value = undefined;
  try {
    await work();
  } catch (error) {
    carrying.value = false;
    trouble.value = error instanceof Refused ? `${error.message} (${error.code})` : "The server does not answer.";
  } finally {
    busy.value = false;
  }
}

let leaving = new AbortController();

/** Takes one more event of the order in. */
function see(event: CloudEvent): void {
  if (!order.value) return;
  try {
    order.value = seeEvent(order.value, event);
  } catch {
    trouble.value = `This page does not know ${event.type} yet. Load it again.`;
  }
}

/** Shows an order from its first event on, as its stream tells it. */
function watch(id: string): void {
  leaving.abort();
  leaving = new AbortController();
  order.value = { id, version: 0, order: undefined };
  void follow({
    path: `/shop/v1/orders/${id}/events`,
    credential: async () => (await signIns()).customer,
    signal: leaving.signal,
    onFrame: ({ event, data }) => {
      if (event === undefined && data !== undefined) see(JSON.parse(data) as CloudEvent);
    },
    onLine: (line) => {
      orderLine.value = line;
    },
  });
}

/** Starts an order, uploads its model and submits it; the price comes by the stream. */
export const start = (wish: Wish): Promise<void> =>
  busily(async () => {
    const { customer } = await signIns();
    const body = { country, reference: "Demonstration" };
    const { id } = await write(customer, { path: "/shop/v1/orders", key: crypto.randomUUID(), body });
    watch(id);
    const path = `/shop/v1/orders/${id}`;
    await write(customer, { path: `${path}/model?name=ring.stl&unit=mm`, key: `model-${id}`, body: wish.file });
    const { file: _, ...choice } = wish;
    await write(customer, { path: `${path}/submit`, key: `submit-${id}`, body: choice });
  });

/** Whoever is next does what is next. */
export const advance = (): Promise<void> =>
  busily(async () => {
    const next = step.value;
    const seen = order.value;
    if (!next || !seen) return;
    const { id, version } = seen;
    const written = await next.run({ cast: await signIns(), orderId: id, version });
    await seenUntil(id, written.version);
  });

/** Resolves when the stream has shown this version of the order, or another order is shown. */
function seenUntil(id: string, version: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = order.subscribe((seen) => {
      if (seen?.id === id && seen.version < version) return;
      resolve();
      // `subscribe` calls back before it has returned what ends it.
      queueMicrotask(() => stop());
    });
  });
}

/** Does step after step until the order is closed, or somebody presses again. */
export async function carry(): Promise<void> {
  carrying.value = !carrying.value;
  while (carrying.value && !isOver.value) {
    if (step.value && !busy.value) await advance();
    await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
  carrying.value = false;
}

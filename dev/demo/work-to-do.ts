import { ringStl } from "#dev/models/ring.ts";
import { expectOk } from "../client/api.ts";
import { castOf } from "./actors.ts";
import { liveOrder } from "./life.ts";

const hourMs = 60 * 60 * 1_000;

/** A shift's work: what is made of what, in which size, and in how many hours it was promised. */
const wanted = [
  { material: "gold-18k", finishing: "polished", innerMm: 16.5, reference: "Wedding band, hers", hours: 30 },
  { material: "gold-18k", finishing: "polished", innerMm: 20.2, reference: "Wedding band, his", hours: 30 },
  { material: "silver-925", finishing: "polished", innerMm: 17.2, reference: "Signet, initials M K", hours: 6 },
  { material: "silver-925", finishing: "raw", innerMm: 18.1, reference: "Window stock", hours: 24 * 14 },
  { material: "silver-925", finishing: "plated", innerMm: 15.9, reference: "Repeat of last month", hours: 24 * 9 },
  { material: "platinum-950", finishing: "polished", innerMm: 17.8, reference: "Engagement, by Friday", hours: 60 },
  { material: "gold-14k", finishing: "polished", innerMm: 19.4, reference: "Anniversary", hours: 24 * 6 },
  { material: "brass", finishing: "raw", innerMm: 21, reference: "Fitting sample", hours: 20, quantity: 5 },
  { material: "castable-resin", finishing: "raw", innerMm: 17.2, reference: "Master for casting", hours: 48 },
  {
    material: "silver-925",
    finishing: "polished",
    innerMm: 16.9,
    reference: "Set of three",
    hours: 24 * 12,
    quantity: 3,
  },
  { material: "gold-14k", finishing: "polished", innerMm: 18.6, reference: "Heirloom copy", hours: 24 * 17 },
  {
    material: "standard-resin",
    finishing: "raw",
    innerMm: 20,
    reference: "Shop display",
    hours: 24 * 20,
    quantity: 12,
  },
] as const;

/** Orders under way at once: the machine has other things to do when it has just started. */
const atOnce = 3;

/** Has orders approved for operators to work on, the first `count` of a shift's. */
export async function approveOrders(url: string, count: number = wanted.length): Promise<void> {
  const cast = await castOf(url);
  const left = wanted.slice(0, count);
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { innerMm, hours, reference, ...choice } = next;
      const model = new Uint8Array(ringStl({ majorMm: innerMm / 2 + 1.1, minorMm: 1.1, segments: 120 }));
      const agreed = { promiseBy: new Date(Date.now() + hours * hourMs).toISOString() };
      const order = { model, modelName: `ring-${innerMm}.stl`, choice: { quantity: 1, ...choice }, agreed, reference };
      await liveOrder({ cast, ...order, until: "MANUFACTURING_APPROVED", onStatus: () => {} });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Sees to it that there is work to do for operators. Gives a sentence about it. */
export async function workToDo(url: string): Promise<string> {
  const { operator } = await castOf(url);
  const { items } = expectOk(await operator.get("/mes/v1/queue?limit=1"));
  if (items.length === 0) await approveOrders(url);
  return `The board at ${url}/mes has orders to work on.`;
}

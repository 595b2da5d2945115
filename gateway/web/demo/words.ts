import type { lifeOfAnOrder, OrderStatus } from "#contracts/order/status.ts";

/** Time of day with milliseconds, as the log has it. */
export const clock = (at: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }).format(new Date(at)) + at.slice(19, 23);

/** A duration as people say it: 85 ms, 2.4 s, 3 min. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

const kinds: Readonly<Record<string, string>> = {
  cus: "customer",
  sel: "seller",
  opr: "operator",
  acc: "program",
  sys: "Bezel",
};

/** What somebody is, from the beginning of their id. */
export const roleOf = (id: unknown): string => kinds[String(id).slice(0, 3)] ?? "somebody";

/** An event's type without its envelope: PriceCalculated becomes "price calculated". */
export const eventWords = (type: string): string =>
  (type.split(".")[1] ?? type).replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Who moves an order to each status of its life, in order. A list of its own, because zod would come with the other. */
const movers: Readonly<Record<(typeof lifeOfAnOrder)[number], string>> = {
  INITIATED: "customer",
  FILE_UPLOADED: "customer",
  SUBMITTED: "customer",
  PRICE_CALCULATED: "Bezel",
  MANUFACTURING_APPROVED: "seller",
  MANUFACTURING_STARTED: "operator",
  MANUFACTURING_COMPLETED: "operator",
  PACKAGING: "operator",
  SHIPPED: "operator",
  CLOSED: "carrier",
};
export const statusesOfLife = Object.keys(movers) as readonly OrderStatus[];
export const moverTo = (status: OrderStatus): string => (status in movers ? movers[status as keyof typeof movers] : "");

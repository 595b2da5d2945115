import type { OrderSummary, OrderView, WriteAnswer } from "#contracts/api/orders.ts";
import type { Order } from "#contracts/order/order.ts";
import { nextActions, type OrderAction } from "#contracts/order/rules.ts";
import type { OrderStatus } from "#contracts/order/status.ts";
import type { OrderId } from "#contracts/shared/ids.ts";

/** The verbs one side offers, by the action behind them: what `next` may name there. */
export type Verbs = Readonly<Partial<Record<OrderAction, string>>>;

const named = (verbs: Verbs, actions: readonly OrderAction[]): string[] =>
  actions.flatMap((action) => verbs[action] ?? []);

/** What one order and lists of them show alike. */
function shown(id: OrderId, version: number, order: Order) {
  const { submission: _, contractLimit: __, accepted, expiredAt, held, overridden: ___, timeline, ...facts } = order;
  return {
    id,
    version,
    ...facts,
    timeline: [...timeline],
    findings: [...order.findings],
    priceAccepted: accepted !== undefined,
    priceExpired: expiredAt !== undefined,
    ...hold(held),
  };
}
const hold = (held: Order["held"]) => (held ? { onHold: held.reason } : {});

/** One order as a list shows it. */
export function orderSummary(id: OrderId, version: number, order: Order): OrderSummary {
  const { timeline, ...facts } = shown(id, version, order);
  const createdAt = timeline[0]?.at ?? "";
  return { ...facts, createdAt, statusSince: timeline.at(-1)?.at ?? createdAt };
}

/** One order as one side sees it. */
export const orderView = (id: OrderId, version: number, order: Order, verbs: Verbs): OrderView => ({
  ...shown(id, version, order),
  next: named(verbs, nextActions(order)),
});

/** What the order aggregate answers an accepted command with. */
interface OrderOutcome {
  readonly status: OrderStatus;
  readonly next: readonly OrderAction[];
}

/** What a write is answered; a replayed answer is the first one again. */
export function writeAnswer(id: string, { version, outcome }: { version: number; outcome?: unknown }, verbs: Verbs) {
  const { status, next } = outcome as OrderOutcome;
  return { id, version, status, next: named(verbs, next) } satisfies WriteAnswer;
}

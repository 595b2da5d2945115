import type { OrderEvent } from "#contracts/order/events.ts";
import type { Order } from "#contracts/order/order.ts";
import type { Price } from "#contracts/pricing/price.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import type { Given } from "../runtime/decider.ts";

/** A contract accepts by itself what does not exceed its limit; without one the customer must say yes. */
export function acceptance({ contractLimit }: Order, { total }: Price, { at }: Given): OrderEvent[] {
  if (contractLimit === undefined || total > contractLimit) return [];
  return [{ type: "PriceAccepted", v: 1, at, total, by: "contract", contract: true }];
}

/** The price with another net amount: the difference is a line of its own, so that the lines still add up. */
export function overridden(price: Price, net: number): Price {
  const tax = roundMinor((net * price.taxPermille) / 1_000);
  const line = { code: "override", label: "Agreed price", amount: net - price.net };
  return { ...price, lines: [...price.lines, line], net, tax, total: net + tax };
}

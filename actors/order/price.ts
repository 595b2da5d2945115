import type { OrderEvent } from "#contracts/order/events.ts";
import type { Order } from "#contracts/order/order.ts";
import type { Price } from "#contracts/pricing/price.ts";
import type { Given } from "../runtime/decider.ts";

/** A contract accepts by itself what does not exceed its limit; without one the customer must say yes. */
export function acceptance({ contractLimit }: Order, { total }: Price, { at }: Given): OrderEvent[] {
  if (contractLimit === undefined || total > contractLimit) return [];
  return [{ type: "PriceAccepted", v: 1, at, total, by: "contract", contract: true }];
}

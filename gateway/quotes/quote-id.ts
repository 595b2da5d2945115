import type { Quote } from "#contracts/quote/quote.ts";
import { monthOf, OrderId, type OwnerId, QuoteId } from "#contracts/shared/ids.ts";
import { idFor } from "../ids.ts";
import { monthsOfBirth } from "../orders/order-id.ts";

/** The ids a quote of this owner under this key may have, the one to create last. `now` is epoch ms. */
export function quoteIds(owner: OwnerId, key: string | undefined, now: number): [QuoteId, ...QuoteId[]] {
  const hash = idFor("quote", owner, key);
  const idIn = (month: string) => QuoteId.parse(`quo_${month}${hash}`);
  const [first, ...rest] = monthsOfBirth(key, now);
  return [idIn(first), ...rest.map(idIn)];
}

/** The order that will hold this quote: whoever accepts it, and however often, names the same one within a month. */
export function orderIdOf({ quoteId, owner }: Quote, now: number): OrderId {
  const month = monthOf(new Date(now).toISOString());
  return OrderId.parse(`ord_${month}${idFor("quoted-order", owner, quoteId)}`);
}

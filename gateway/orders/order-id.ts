import { monthOf, OrderId, type OwnerId } from "#contracts/shared/ids.ts";
import { idFor } from "../ids.ts";

/** In the first day of a month a retry may be of an order of the month before. */
const lookBackMs = 24 * 60 * 60 * 1_000;

/**
 * The ids an order of this owner under this key may have, the one to create last: a retry names the same order,
 * and a key used again in a later month makes a new one. `now` is epoch ms.
 */
export function orderIds(owner: OwnerId, key: string | undefined, now: number): [OrderId, ...OrderId[]] {
  const hash = idFor("order", owner, key);
  const monthAt = (ms: number) => monthOf(new Date(ms).toISOString());
  const idIn = (month: string) => OrderId.parse(`ord_${month}${hash}`);
  const [before, current] = [monthAt(now - lookBackMs), monthAt(now)];
  return key === undefined || before === current ? [idIn(current)] : [idIn(before), idIn(current)];
}

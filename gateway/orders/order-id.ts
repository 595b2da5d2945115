import { monthOf, OrderId, type OwnerId } from "#contracts/shared/ids.ts";
import { idFor } from "../ids.ts";

/** In the first day of a month a retry may be of an order of the month before. */
const lookBackMs = 24 * 60 * 60 * 1_000;

/**
 * The months an aggregate under this key may have been born in, the one to create it in last: a retry names the same
 * one, and a key used again in a later month makes a new one. `now` is epoch ms.
 */
export function monthsOfBirth(key: string | undefined, now: number): [string, ...string[]] {
  const monthAt = (ms: number) => monthOf(new Date(ms).toISOString());
  const [before, current] = [monthAt(now - lookBackMs), monthAt(now)];
  return key === undefined || before === current ? [current] : [before, current];
}

/** The ids an order of this owner under this key may have, the one to create last. */
export function orderIds(owner: OwnerId, key: string | undefined, now: number): [OrderId, ...OrderId[]] {
  const hash = idFor("order", owner, key);
  const idIn = (month: string) => OrderId.parse(`ord_${month}${hash}`);
  const [first, ...rest] = monthsOfBirth(key, now);
  return [idIn(first), ...rest.map(idIn)];
}

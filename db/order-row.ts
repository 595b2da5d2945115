import type { Order } from "#contracts/order/order.ts";

/** An order as a read model has it: as of `version`, which is its ETag. */
export interface OrderRow {
  readonly id: string;
  readonly version: number;
  readonly doc: Order;
}

/** A row of a list, with the instant the list is ordered by. */
export interface TimedRow extends OrderRow {
  readonly listed_at: string;
}

/** How pages are made of lists ordered by time. */
export const byTime = {
  item: ({ id, version, doc }: TimedRow): OrderRow => ({ id, version, doc }),
  keyset: ({ listed_at, id }: TimedRow): [string, string] => [listed_at, id],
};

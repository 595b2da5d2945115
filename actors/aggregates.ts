import { accountAggregate } from "./account/aggregate.ts";
import { modelAggregate } from "./model/aggregate.ts";
import { orderAggregate } from "./order/aggregate.ts";
import { priceBookAggregate } from "./price-book/aggregate.ts";
import { registry } from "./runtime/aggregate.ts";

/** Every kind of aggregate this release runs. */
const aggregates = [orderAggregate, modelAggregate, accountAggregate, priceBookAggregate];

export const findAggregate = registry(aggregates);

/** Every event this release can fold, as `prefix/type.version`: what its nodes' leases say they read. */
export const readableEvents: readonly string[] = aggregates.flatMap(({ prefix, history }) =>
  history.readable.map((event) => `${prefix}/${event}`),
);

/** Whether an id may come into being at `now` (epoch ms); aggregates without a window always may. */
export const mayCreate = (id: string, now: number): boolean => findAggregate(id)?.createWindow?.isOpen(id, now) ?? true;

import { accountAggregate } from "./account/aggregate.ts";
import { modelAggregate } from "./model/aggregate.ts";
import { orderAggregate } from "./order/aggregate.ts";
import { priceBookAggregate } from "./price-book/aggregate.ts";
import { registry } from "./runtime/aggregate.ts";

/** Every kind of aggregate this release runs. */
export const findAggregate = registry([orderAggregate, modelAggregate, accountAggregate, priceBookAggregate]);

/** Whether an id may come into being at `now` (epoch ms); aggregates without a window always may. */
export const mayCreate = (id: string, now: number): boolean => findAggregate(id)?.createWindow?.isOpen(id, now) ?? true;

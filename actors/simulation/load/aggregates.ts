import { orderAggregate } from "../../order/aggregate.ts";
import { registry } from "../../runtime/aggregate.ts";
import { counter } from "./counter.ts";

/** The aggregates of a simulated installation. */
export const findAggregate = registry([orderAggregate, counter]);

export const mayCreate = (id: string, now: number): boolean => findAggregate(id)?.createWindow?.isOpen(id, now) ?? true;

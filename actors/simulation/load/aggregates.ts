import { orderAggregate } from "../../order/aggregate.ts";
import { registry } from "../../runtime/aggregate.ts";
import { sourceAggregate, targetAggregate } from "../../testing/relay.ts";
import { counter } from "./counter.ts";

/** The aggregates of a simulated installation. */
export const findAggregate = registry([orderAggregate, counter, sourceAggregate, targetAggregate]);

export const mayCreate = (id: string, now: number): boolean => findAggregate(id)?.createWindow?.isOpen(id, now) ?? true;

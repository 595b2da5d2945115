import { accountAggregate } from "./account/aggregate.ts";
import { modelAggregate } from "./model/aggregate.ts";
import { orderAggregate } from "./order/aggregate.ts";
import { priceBookAggregate } from "./price-book/aggregate.ts";
import { quoteAggregate } from "./quote/aggregate.ts";
import { registry } from "./runtime/aggregate.ts";
import { workshopAggregate } from "./workshop/aggregate.ts";

/** Every kind of aggregate this release runs. */
const aggregates = [
  orderAggregate,
  quoteAggregate,
  modelAggregate,
  accountAggregate,
  priceBookAggregate,
  workshopAggregate,
];

export const findAggregate = registry(aggregates);

/** Every event this release can fold, as `prefix/type.version`: what its nodes' leases say they read. */
export const readableEvents: readonly string[] = aggregates.flatMap(({ prefix, history }) =>
  history.readable.map((event) => `${prefix}/${event}`),
);

/** A retry of a creation is looked for in the window before for a day; an hour more is for clocks. */
const lookedBackMs = 25 * 60 * 60 * 1_000;
/** Days after which whatever could be created when it ended can be created no longer, nor is looked for: a month and two days. */
export const archivedAfterDaysMin = 33;

/**
 * Whether an aggregate is old enough to have left the log. Younger ones are never looked for in the archive, so that
 * creating and moving orders needs the log alone.
 */
export const mayBeArchived = (id: string, now: number): boolean =>
  !mayCreate(id, now) && !mayCreate(id, now - lookedBackMs);

/** Whether an id may come into being at `now` (epoch ms); aggregates without a window always may. */
export const mayCreate = (id: string, now: number): boolean => findAggregate(id)?.createWindow?.isOpen(id, now) ?? true;

import { priceBookHistory } from "#contracts/price-book/history.ts";
import { evolvePriceBook, PriceBookCommand, type PriceBookEvent } from "#contracts/price-book/price-book.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { type Decider, reject } from "../runtime/decider.ts";

/** The price list in force; each version is an event, so every price can name the one it was made from. */
export const priceBookDecider: Decider<PriceBook | undefined, PriceBookCommand, PriceBookEvent> = {
  initial: undefined,
  evolve: evolvePriceBook,
  decide: {
    PublishPriceBook: (current, { book }, { at }) =>
      book.version === (current?.version ?? 0) + 1
        ? [{ type: "PriceBookPublished", v: 2, at, book }]
        : reject("price-book/not-next"),
  },
};

export const priceBookAggregate: Aggregate<PriceBook | undefined, PriceBookCommand, PriceBookEvent> = {
  prefix: "pbk",
  decider: priceBookDecider,
  command: PriceBookCommand,
  history: priceBookHistory,
  remembers: 1_000,
  snapshotEvery: 20,
  creates: new Set(),
  notFound: "price-book/not-found",
  owner: () => undefined,
  outcome: (book) => ({ version: book?.version ?? 0 }),
};

import { noBooks, type PriceBooks } from "#contracts/price-book/books.ts";
import { PriceBookCommand } from "#contracts/price-book/commands.ts";
import type { PriceBookEvent } from "#contracts/price-book/events.ts";
import { priceBookHistory } from "#contracts/price-book/history.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { priceBookDecider } from "./decider.ts";

/** The price books; each version is an event, so every price can name the one it was made from. */
export const priceBookAggregate: Aggregate<PriceBooks | undefined, PriceBookCommand, PriceBookEvent> = {
  prefix: "pbk",
  decider: priceBookDecider,
  command: PriceBookCommand,
  history: priceBookHistory,
  remembers: 1_000,
  snapshotEvery: 20,
  creates: new Set(),
  notFound: "price-book/not-found",
  owner: () => undefined,
  outcome: (books = noBooks) => ({
    version: books.lastVersion,
    fix: books.fixes.at(-1)?.fix ?? 0,
    revisions: Object.fromEntries(Object.entries(books.drafts).map(([draft, { revision }]) => [draft, revision])),
  }),
};

import type { EventLog } from "#actors/client.ts";
import type { VersionStatus } from "#contracts/api/price-book.ts";
import { eventsOf } from "#contracts/log/commit.ts";
import { evolveAllBooks, noBooks, type PriceBooks, type Published } from "#contracts/price-book/books.ts";
import { priceBookHistory } from "#contracts/price-book/history.ts";
import { publishedAt } from "#contracts/price-book/in-force.ts";
import { mainPriceBook } from "#contracts/shared/ids.ts";

/** All price books there ever were, from the log; actors hold no more than prices are made from. */
export async function allBooks(log: EventLog): Promise<PriceBooks> {
  const commits = await log.load(mainPriceBook);
  return commits
    .flatMap(({ commit }) => eventsOf(commit))
    .reduce<PriceBooks>((books, event) => evolveAllBooks(books, priceBookHistory.read(event)), noBooks);
}

/** A version without its book, and what it is at a moment. */
export function summaryOf(books: PriceBooks, published: Published, at: string) {
  const { book, since, publishedAt: publishedOn, authors, approvedBy, withdrawn } = published;
  const isComing = Date.parse(since) > Date.parse(at);
  const isInForce = publishedAt(books, at) === published;
  const status: VersionStatus = withdrawn ? "withdrawn" : isComing ? "coming" : isInForce ? "in-force" : "past";
  return {
    ...{ version: book.version, status, effectiveFrom: since, publishedAt: publishedOn, authors: [...authors] },
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(withdrawn ? { withdrawn } : {}),
  };
}

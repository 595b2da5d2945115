import { z } from "zod";
import { PriceBook } from "../pricing/price-book.ts";
import { eventOfVersion } from "../shared/message.ts";

/** Puts a new version of the price book in force; versions count up by one. */
export const PriceBookCommand = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("PublishPriceBook"), book: PriceBook }),
]);
export type PriceBookCommand = z.infer<typeof PriceBookCommand>;

export const PriceBookEvent = z.discriminatedUnion("type", [
  eventOfVersion("PriceBookPublished", 2, { book: PriceBook }),
]);
export type PriceBookEvent = z.infer<typeof PriceBookEvent>;

/** The book in force after one more event. */
export const evolvePriceBook = (_: PriceBook | undefined, event: PriceBookEvent): PriceBook => event.book;

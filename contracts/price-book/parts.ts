import { z } from "zod";
import { Amount, CatalogueCode } from "../pricing/code.ts";
import { PriceBook } from "../pricing/price-book.ts";
import { danglingNames } from "./consistent.ts";

export const DraftId = z.string().regex(/^[a-z2-7]{16,32}$/);

/** A book before it has a version: approval gives it the next one. Whatever it names, it has. */
export const BookDraft = PriceBook.omit({ version: true }).superRefine((book, context) => {
  for (const { path, message } of danglingNames(book)) context.addIssue({ code: "custom", path: [...path], message });
});
export type BookDraft = z.infer<typeof BookDraft>;

/** Prices of fine metals by name, minor units a kilogram. */
export const MetalPrices = z
  .record(CatalogueCode, Amount.positive())
  .refine((prices) => Object.keys(prices).length > 0, { message: "must name a metal" });
export type MetalPrices = z.infer<typeof MetalPrices>;

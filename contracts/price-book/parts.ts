import { z } from "zod";
import { Amount, CatalogueCode } from "../pricing/code.ts";
import { PriceBook } from "../pricing/price-book.ts";

export const DraftId = z.string().regex(/^[a-z2-7]{16,32}$/);

/** A book before it has a version: approval gives it the next one. */
export const BookDraft = PriceBook.omit({ version: true });
export type BookDraft = z.infer<typeof BookDraft>;

/** Prices of fine metals by name, minor units a kilogram. */
export const MetalPrices = z
  .record(CatalogueCode, Amount.positive())
  .refine((prices) => Object.keys(prices).length > 0, { message: "must name a metal" });
export type MetalPrices = z.infer<typeof MetalPrices>;

import { z } from "zod";
import { Minor } from "../shared/money.ts";

/** Names a material, a finishing, a lead time or ready-made goods in a price book. */
export const CatalogueCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words and hyphens")
  .max(40);
export type CatalogueCode = z.infer<typeof CatalogueCode>;

/** What the figures of price books are made of: shares are in thousandths, so that books hold integers. */
export const Name = z.string().min(1).max(80);
export const Permille = z.int().min(0).max(1000);
export const Amount = Minor.nonnegative();
export const Days = z.int().min(0).max(365);

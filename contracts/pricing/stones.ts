import { z } from "zod";
import { Amount, CatalogueCode } from "./code.ts";

const Millimetres = z.number().positive().max(100);

/** What setting one stone costs: a row for each kind of stone, setting, size up to a limit, and material it is set in. */
export const StoneRate = z.strictObject({
  stone: CatalogueCode,
  setting: CatalogueCode,
  /** Rows of the same stone and setting go by size: the smallest that is large enough counts. */
  upToMm: Millimetres,
  /** The materials it is set in; every casting when left out. */
  materials: z.array(CatalogueCode).min(1).optional(),
  settingMinor: Amount,
  /** The stone itself; where left out, the customer brings it. */
  stoneMinor: Amount.optional(),
});
export type StoneRate = z.infer<typeof StoneRate>;

/** Stones of one kind in a piece. They are ordered, not measured: a model does not know them. */
export const Stones = z.strictObject({
  stone: z.string().min(1).max(64),
  setting: z.string().min(1).max(64),
  sizeMm: Millimetres,
  /** In each piece. */
  count: z.int().min(1).max(10_000),
  /** The customer sends them; only the setting is charged. */
  brought: z.boolean().optional(),
});
export type Stones = z.infer<typeof Stones>;

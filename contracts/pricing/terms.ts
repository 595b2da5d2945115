import { z } from "zod";
import { Amount, CatalogueCode, Days, Name } from "./code.ts";

/** From a tenth of the list price to six times it. */
const Margin = z.int().min(-900).max(5_000);

/** How soon it is made: days of the workshop, to which material and finishing add theirs, and what haste costs. */
export const LeadTime = z.strictObject({ name: Name, days: Days, surchargePermille: Margin });
export type LeadTime = z.infer<typeof LeadTime>;

/** By code. What is chosen when nothing is said must be among them. */
export const LeadTimes = z
  .record(CatalogueCode, LeadTime)
  .refine((tiers) => Object.hasOwn(tiers, usualLeadTime), { message: "must have a standard" });
export const usualLeadTime = "standard";

/** What an account's contract changes of the list prices; it shows as a line of its own. */
export const Contract = z.strictObject({
  /** On the line. */
  name: Name,
  marginPermille: Margin,
  /** In place of the margin above, for some materials. */
  marginPermilleByMaterial: z.record(CatalogueCode, Margin).optional(),
  /** In place of the list price, for some ready-made goods. */
  unitMinorByGoods: z.record(CatalogueCode, Amount).optional(),
});
export type Contract = z.infer<typeof Contract>;

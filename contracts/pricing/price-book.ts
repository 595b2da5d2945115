import { z } from "zod";
import { AccountId } from "../shared/ids.ts";
import { Currency } from "../shared/money.ts";
import { Amount, CatalogueCode, Days, Name, Permille } from "./code.ts";
import { Material, Process } from "./material.ts";
import { StoneRate } from "./stones.ts";
import { Contract, LeadTimes } from "./terms.ts";

/** ISO 3166-1 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/, "must be a two-letter country code");
export type Country = z.infer<typeof Country>;

/** What is done to a piece after it was made. */
const Finishing = z.strictObject({
  name: Name,
  perCm2Minor: Amount,
  /** Per piece. */
  minimumMinor: Amount,
  /** Share of a piece's weight that grinding and polishing take away. */
  removedPermille: Permille,
  /** Added to the lead time. */
  leadDays: Days.optional(),
  /** The processes it is for; all when left out. */
  processes: z.array(Process).min(1).optional(),
});
export type Finishing = z.infer<typeof Finishing>;

/** Ready-made; the days until it can be sent where that is promised. */
const Goods = z.strictObject({ name: Name, unitMinor: Amount, leadDays: Days.optional() });

/** From this quantity on, each piece of the order costs this much less. */
const QuantityBreak = z.strictObject({ from: z.int().min(2), discountPermille: z.int().min(1).max(999) });
export type QuantityBreak = z.infer<typeof QuantityBreak>;

/**
 * Ascending, each discount above the one before, and the first order of a band no cheaper than the last one of
 * the band below: from × (1 − discount) ≥ (from − 1) × (1 − discount before). Together with the tariff, which
 * absorbs what rounding to whole minor units leaves, an order's total never falls when pieces are added, and
 * its net amount per piece never rises.
 */
const QuantityBreaks = z.array(QuantityBreak).superRefine((breaks, context) => {
  let before = { from: 1, discountPermille: 0 };
  for (const [index, next] of breaks.entries()) {
    const report = (message: string) => context.addIssue({ code: "custom", path: [index], message });
    if (next.from <= before.from) report("must begin at a larger quantity than the break before");
    if (next.discountPermille <= before.discountPermille) report("must discount more than the break before");
    if (next.from * (1000 - next.discountPermille) < (next.from - 1) * (1000 - before.discountPermille))
      report("would make an order cheaper than a smaller one");
    before = next;
  }
});

/** Everything a price depends on besides the model and the options. A version is never changed, only followed. */
export const PriceBook = z.strictObject({
  version: z.int().positive(),
  currency: Currency,
  effectiveFrom: z.iso.datetime(),
  materials: z.record(CatalogueCode, Material),
  finishings: z.record(CatalogueCode, Finishing),
  /** Ready-made, by stock-keeping unit. */
  goods: z.record(CatalogueCode, Goods),
  /** Once per order of a model, for the mould and its preparation. */
  setupMinor: Amount,
  quantityBreaks: QuantityBreaks,
  taxPermilleByCountry: z.record(Country, Permille),
  /** Net amount below which an order is topped up. */
  minimumOrderMinor: Amount,
  /** Without any, no lead time is promised. */
  leadTimes: LeadTimes.optional(),
  stones: z.array(StoneRate).max(2_000).optional(),
  contracts: z.record(AccountId, Contract).optional(),
});
export type PriceBook = z.infer<typeof PriceBook>;

/** A book as prices are made from it: where a fix of the metals is in force, with its figures and its number. */
export type BookInForce = PriceBook & { readonly metalFix?: number | undefined };

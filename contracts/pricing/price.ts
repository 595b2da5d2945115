import { z } from "zod";
import { AccountId } from "../shared/ids.ts";
import { Currency, Minor } from "../shared/money.ts";
import { CatalogueCode } from "./code.ts";
import { Country } from "./price-book.ts";
import { Stones } from "./stones.ts";
import { Unit } from "./unit.ts";

const Quantity = z.int().min(1).max(100_000);
/** May name what the book does not have; then a finding is the answer. */
const Choice = z.string().min(1).max(64);

/** What the customer chose for a model. `unit` is the unit of the file's coordinates. */
export const PriceOptions = z.strictObject({
  material: Choice,
  finishing: Choice,
  quantity: Quantity,
  unit: Unit,
  country: Country,
  /** How soon; the standard when left out. */
  leadTime: Choice.optional(),
  stones: z.array(Stones).max(50).optional(),
  /** Whose contract counts. Who asks may not choose it. */
  account: AccountId.optional(),
});
export type PriceOptions = z.infer<typeof PriceOptions>;

/** What the customer chose for ready-made goods. */
export const GoodsOptions = PriceOptions.pick({ quantity: true, country: true, account: true });
export type GoodsOptions = z.infer<typeof GoodsOptions>;

const PriceLine = z.object({
  /** Such as material, setup, discount or override: a name for programs, open to new ones. */
  code: CatalogueCode,
  label: z.string().min(1),
  /** Of all pieces, before tax; a discount is negative. */
  amount: Minor,
});
export type PriceLine = z.infer<typeof PriceLine>;

/** Per piece: what goes into the melt or machine, the piece off the tree or plate, the piece the customer gets. */
export const Weights = z.object({
  poured: z.number().nonnegative(),
  cast: z.number().nonnegative(),
  delivered: z.number().nonnegative(),
});
export type Weights = z.infer<typeof Weights>;

/** A price that adds up, in minor units of `currency`, and the version of the book it was made from. */
export const Price = z
  .object({
    currency: Currency,
    bookVersion: z.int().positive(),
    quantity: Quantity,
    lines: z.array(PriceLine).min(1),
    net: Minor.nonnegative(),
    taxPermille: z.int().min(0).max(1000),
    tax: Minor.nonnegative(),
    total: Minor.nonnegative(),
    /** Of one piece; only models have them. */
    weightsGrams: Weights.optional(),
    /** Days until it is made, as the book promises them. */
    leadTimeDays: z.int().nonnegative().optional(),
    /** The fix of the metals it was made from: with the book's version and the facts it gives the same cent again. */
    metalFix: z.int().positive().optional(),
  })
  .refine((price) => price.lines.reduce((sum, { amount }) => sum + amount, 0) === price.net, {
    path: ["net"],
    message: "must be the sum of the lines",
  })
  .refine((price) => price.net + price.tax === price.total, { path: ["total"], message: "must be net and tax" });
export type Price = z.infer<typeof Price>;

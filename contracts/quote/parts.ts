import { z } from "zod";
import { Currency, Minor } from "../shared/money.ts";

/** A quote waits for a price, has one or cannot have one; then it is accepted, or its time is over. */
export const QuoteStatus = z.enum(["REQUESTED", "PRICED", "FAILED", "ACCEPTED", "EXPIRED"]);
export type QuoteStatus = z.infer<typeof QuoteStatus>;

/** Before the exact price: the total, tax included, lies between `low` and `high` in 99 of 100 cases. */
export const Estimate = z.object({
  currency: Currency,
  low: Minor.nonnegative(),
  high: Minor.nonnegative(),
  bookVersion: z.int().positive(),
});
export type Estimate = z.infer<typeof Estimate>;

/** Why a new price differs: another wish, price book or metal fix, another look at the file, no agreement any more. */
export const DifferenceReason = z.enum(["options", "price-book", "metal-fix", "model-facts", "agreed-price-ended"]);
export type DifferenceReason = z.infer<typeof DifferenceReason>;

/** A new price beside the one it replaces, in minor units. */
export const Difference = z.object({
  totalBefore: Minor.nonnegative(),
  bookVersionBefore: z.int().positive(),
  /** Positive where it has become dearer. */
  total: Minor,
  reasons: z.array(DifferenceReason),
});
export type Difference = z.infer<typeof Difference>;

/** Another price somebody asked for that is too far from the calculated one to hold without a second pair of eyes. */
export const Proposal = z.object({ net: Minor.nonnegative(), reason: z.string(), by: z.string() });
export type Proposal = z.infer<typeof Proposal>;

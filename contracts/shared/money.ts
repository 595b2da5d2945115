import { z } from "zod";

/** ISO 4217 codes we settle in; all of them have two decimals, so a minor unit is a hundredth. */
export const Currency = z.enum(["EUR", "USD", "GBP", "CHF"]);
export type Currency = z.infer<typeof Currency>;

/** An amount in minor units (cents). Always an integer that a double holds exactly. */
export const Minor = z.int();
export type Minor = z.infer<typeof Minor>;

export const Money = z.object({ amount: Minor, currency: Currency });
export type Money = z.infer<typeof Money>;

/**
 * The one rounding rule for money: to the nearest minor unit, a half away from zero (2.5 → 3, -2.5 → -3),
 * as invoices are rounded in most of Europe. Never gives -0.
 */
export function roundMinor(amount: number): Minor {
  return Math.sign(amount) * Math.round(Math.abs(amount)) + 0;
}

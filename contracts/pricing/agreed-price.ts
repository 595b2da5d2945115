import { roundMinor } from "../shared/money.ts";
import type { Price } from "./price.ts";

/** The price with another net amount: the difference is a line of its own, so that the lines still add up. */
export function agreedPrice(price: Price, net: number): Price {
  const tax = roundMinor((net * price.taxPermille) / 1_000);
  const line = { code: "override", label: "Agreed price", amount: net - price.net };
  return { ...price, lines: [...price.lines, line], net, tax, total: net + tax };
}

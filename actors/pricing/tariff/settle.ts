import type { GoodsOptions, PriceLine } from "#contracts/pricing/price.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { entry, line, type PriceResult, refuse, sum } from "./lines.ts";
import { priceOfPieces } from "./quantity.ts";

/** Largest gross amount of an order, in minor units; up to it all arithmetic below is exact in doubles. */
const grossMinorMax = 1e12;

/** What an order is billed for: lines of one piece, and what is paid once. */
export interface Bill {
  readonly pieces: readonly PriceLine[];
  readonly setup?: PriceLine;
  readonly setupDiscounted?: boolean;
}

/** From a bill to a price: quantity, breaks, least order, tax (rounded once). */
export function settle(bill: Bill, { quantity, country }: GoodsOptions, book: PriceBook): PriceResult {
  const taxPermille = entry(book.taxPermilleByCountry, country);
  if (taxPermille === undefined) {
    return refuse("pricing/country-unavailable", `Orders cannot be sent to ${country} yet.`);
  }
  const perOrder = bill.setup ? [bill.setup] : [];
  const gross = bill.pieces.map(({ code, label, amount }) => line(code, label, amount * quantity));
  if (!(sum(gross) + sum(perOrder) <= grossMinorMax)) {
    return refuse("pricing/out-of-range", "The model is too large to be priced; please check its unit.");
  }
  const once = bill.setupDiscounted ? sum(perOrder) : 0;
  const discount = priceOfPieces(sum(bill.pieces), quantity, book.quantityBreaks, once) - once - sum(gross);
  const ordered = [...gross, line("discount", "Quantity discount", discount), ...perOrder];
  const missing = Math.max(0, book.minimumOrderMinor - sum(ordered));
  const lines = [...ordered, line("minimum-order", "Up to the least order value", missing)];
  const net = sum(lines);
  const tax = roundMinor((net * taxPermille) / 1000);
  const shown = lines.filter(({ amount }, index) => amount !== 0 || index === 0);
  const made = { currency: book.currency, bookVersion: book.version, quantity };
  return { price: { ...made, lines: shown, net, taxPermille, tax, total: net + tax }, findings: [] };
}

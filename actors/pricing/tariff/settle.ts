import type { GoodsOptions, PriceLine } from "#contracts/pricing/price.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import { type Minor, roundMinor } from "#contracts/shared/money.ts";
import { entry, line, type PriceResult, refuse, sum } from "./lines.ts";
import { priceOfPieces } from "./quantity.ts";
import type { Adjustment } from "./terms.ts";

/** Largest gross amount of an order, in minor units; up to it all arithmetic below is exact in doubles. */
const grossMinorMax = 1e12;

/** What an order is billed for: lines of one piece, what is paid once, and what is then added or taken off. */
export interface Bill {
  readonly pieces: readonly PriceLine[];
  readonly setup?: PriceLine;
  readonly setupDiscounted?: boolean;
  readonly adjustments: readonly Adjustment[];
}

/** An amount after each adjustment in turn. Rounded on one piece, so that the price per piece cannot rise by rounding. */
function adjust(amount: Minor, adjustments: readonly Adjustment[]) {
  let total = amount;
  const added = adjustments.map(({ of }) => {
    const more = of(total);
    total += more;
    return more;
  });
  return { total, added };
}

/** Lines of the order before discount and least order, and what they come to. */
function gross({ pieces, setup, adjustments }: Bill, quantity: number) {
  const piece = adjust(sum(pieces), adjustments);
  const once = setup ? adjust(setup.amount, adjustments) : { total: 0, added: adjustments.map(() => 0) };
  const adjusted = adjustments.map(({ code, label }, i) =>
    line(code, label, quantity * piece.added[i]! + once.added[i]!),
  );
  const multiplied = pieces.map(({ code, label, amount }) => line(code, label, amount * quantity));
  return { piece: piece.total, once: once.total, multiplied, perOrder: [...(setup ? [setup] : []), ...adjusted] };
}

/** From a bill to a price: quantity, adjustments, breaks, least order, tax (rounded once). */
export function settle(bill: Bill, { quantity, country }: GoodsOptions, book: BookInForce): PriceResult {
  const taxPermille = entry(book.taxPermilleByCountry, country);
  if (taxPermille === undefined) {
    return refuse("pricing/country-unavailable", `Orders cannot be sent to ${country} yet.`);
  }
  const { piece, once, multiplied, perOrder } = gross(bill, quantity);
  const before = piece * quantity + once;
  if (!(before <= grossMinorMax)) {
    return refuse("pricing/out-of-range", "The model is too large to be priced; please check its unit.");
  }
  const discounted = bill.setupDiscounted
    ? priceOfPieces(piece, quantity, book.quantityBreaks, once)
    : priceOfPieces(piece, quantity, book.quantityBreaks) + once;
  const missing = Math.max(0, book.minimumOrderMinor - discounted);
  const discount = line("discount", "Quantity discount", discounted - before);
  const lines = [...multiplied, discount, ...perOrder, line("minimum-order", "Up to the least order value", missing)];
  const net = sum(lines);
  const tax = roundMinor((net * taxPermille) / 1000);
  const shown = lines.filter(({ amount }, index) => amount !== 0 || index === 0);
  const fix = book.metalFix === undefined ? {} : { metalFix: book.metalFix };
  const made = { currency: book.currency, bookVersion: book.version, quantity, ...fix };
  return { price: { ...made, lines: shown, net, taxPermille, tax, total: net + tax }, findings: [] };
}

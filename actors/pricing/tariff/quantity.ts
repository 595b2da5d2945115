import type { QuantityBreak } from "#contracts/pricing/price-book.ts";
import { type Minor, roundMinor } from "#contracts/shared/money.ts";

/**
 * What `quantity` pieces of `pieceMinor` each cost, together with what is paid once an order and discounted alike. In
 * each band of the breaks (ascending, as the price book's schema has checked) a piece has one whole price, and an order
 * never costs less than the largest of a lower band: a few minor units a piece, rounded, or a large setup, could
 * otherwise slip below it. So the result never falls with the quantity, and the result per piece never rises.
 */
export function priceOfPieces(
  pieceMinor: Minor,
  quantity: number,
  breaks: readonly QuantityBreak[],
  onceMinor: Minor = 0,
): Minor {
  let [piece, once, least] = [pieceMinor, onceMinor, 0];
  for (const { from, discountPermille } of breaks) {
    if (quantity < from) break;
    least = Math.max(least, (from - 1) * piece + once);
    const discounted = (amount: Minor) => roundMinor((amount * (1000 - discountPermille)) / 1000);
    piece = discounted(pieceMinor);
    once = discounted(onceMinor);
  }
  return Math.max(least, quantity * piece + once);
}

import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Price } from "#contracts/pricing/price.ts";
import type { Difference, DifferenceReason } from "#contracts/quote/parts.ts";
import type { Priced, Quote } from "#contracts/quote/quote.ts";

interface Found {
  readonly price: Price;
  readonly facts?: ModelFacts | undefined;
}

/** Everything that may make a price another one, each with whether it has changed. */
function reasons({ choice, country }: Quote, before: Priced, { price, facts }: Found): DifferenceReason[] {
  const isSameWish = fingerprintOf([choice, country]) === fingerprintOf([before.choice, before.country]);
  const isSameModel = facts?.analyser === before.facts?.analyser && facts?.sha256 === before.facts?.sha256;
  const isSameBook = price.bookVersion === before.price.bookVersion;
  return [
    ...(isSameWish ? [] : (["options"] as const)),
    ...(isSameBook ? [] : (["price-book"] as const)),
    ...(price.metalFix === before.price.metalFix ? [] : (["metal-fix"] as const)),
    ...(isSameModel ? [] : (["model-facts"] as const)),
    ...(before.overridden ? (["agreed-price-ended"] as const) : []),
  ];
}

/** A new price beside the one it replaces; nothing for the first. */
export function differenceOf(quote: Quote, found: Found): { readonly difference?: Difference } {
  const { before } = quote;
  if (!before) return {};
  const { total: totalBefore, bookVersion: bookVersionBefore } = before.price;
  const total = found.price.total - totalBefore;
  return { difference: { totalBefore, bookVersionBefore, total, reasons: reasons(quote, before, found) } };
}

import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { PriceOptions } from "#contracts/pricing/price.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import { type PriceResult, priceModel } from "./price.ts";

/** One answer of many: what was asked, and its price or why there is none. */
export interface Alternative {
  readonly options: PriceOptions;
  readonly result: PriceResult;
}

/** Prices of many choices in their order, from facts alone: no geometry is read again, whatever is asked. */
export const pricesFor = (
  facts: ModelFacts,
  choices: readonly PriceOptions[],
  book: BookInForce,
): readonly Alternative[] => choices.map((options) => ({ options, result: priceModel(facts, options, book) }));

/** What varies from price to price; the rest is the same for all. */
export interface Variations {
  readonly materials: readonly string[];
  readonly quantities: readonly number[];
  readonly leadTimes?: readonly string[];
}

/** Every combination of materials, lead times and quantities, the quantity varying fastest. */
export function everyChoice(same: PriceOptions, { materials, quantities, leadTimes }: Variations): PriceOptions[] {
  const times = leadTimes?.map((leadTime) => ({ leadTime })) ?? [{}];
  return materials.flatMap((material) =>
    times.flatMap((time) => quantities.map((quantity) => ({ ...same, ...time, material, quantity }))),
  );
}

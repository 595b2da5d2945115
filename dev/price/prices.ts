import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { priceModel } from "#actors/pricing/tariff/price.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { FileUnit, Unit } from "#contracts/pricing/unit.ts";
import type { Currency, Minor } from "#contracts/shared/money.ts";

/** What is the same for all prices of one run. */
export interface PriceChoice {
  readonly finishing: string;
  readonly quantity: number;
  readonly country: string;
  /** For files that state no unit; all that are in use when not said. */
  readonly unit: Unit | undefined;
}

export interface ModelPrice {
  readonly unit: Unit | FileUnit;
  readonly material: string;
  readonly finishing: string;
  readonly quantity: number;
  readonly currency: Currency;
  readonly net: Minor;
  readonly tax: Minor;
  readonly total: Minor;
  /** Of one piece as it is delivered. */
  readonly grams: number;
}

/** A unit in doubt is shown as what it may be, never guessed. */
const usualUnits: readonly Unit[] = ["mm", "inch", "m"];

/** Prices in every material of the demonstration's book; none where the model has no volume or the sum no bounds. */
export function pricesOf(facts: ModelFacts, choice: PriceChoice): ModelPrice[] {
  const units = facts.units || choice.unit ? [choice.unit ?? "mm"] : usualUnits;
  return Object.keys(demoPriceBook.materials).flatMap((material) =>
    units.flatMap((unit) => {
      const { finishing, quantity, country } = choice;
      const result = priceModel(facts, { material, finishing, quantity, country, unit }, demoPriceBook);
      if (!("price" in result)) return [];
      const { currency, net, tax, total, weightsGrams } = result.price;
      const grams = weightsGrams?.delivered ?? 0;
      return [{ unit: facts.units ?? unit, material, finishing, quantity, currency, net, tax, total, grams }];
    }),
  );
}

import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import { type Alternative, everyChoice, pricesFor } from "#actors/pricing/tariff/what-if.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { FileUnit, Unit } from "#contracts/pricing/unit.ts";
import type { Currency, Minor } from "#contracts/shared/money.ts";

/** What is the same for all prices of one run. */
export interface PriceChoice {
  readonly finishing: string;
  readonly quantities: readonly number[];
  readonly leadTime: string;
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
  readonly leadTimeDays: number | undefined;
  /** A bound was taken for something that is not known: it can only become cheaper. */
  readonly atMost: boolean;
}

/** A unit in doubt is shown as what it may be, never guessed. */
const usualUnits: readonly Unit[] = ["mm", "inch", "m"];

/** Prices in every material of the demonstration's book; none where the model has no volume or the sum no bounds. */
export function pricesOf(facts: ModelFacts, { quantities, unit, ...same }: PriceChoice): ModelPrice[] {
  const units = facts.units || unit ? [unit ?? "mm"] : usualUnits;
  const materials = Object.keys(demoPriceBook.materials);
  const choices = units.flatMap((one) =>
    everyChoice({ ...same, material: "", quantity: 1, unit: one }, { materials, quantities }),
  );
  return pricesFor(facts, choices, demoPriceBook).flatMap((alternative) => shown(alternative, facts));
}

function shown({ options, result }: Alternative, facts: ModelFacts): ModelPrice[] {
  if (!("price" in result)) return [];
  const { material, finishing, quantity, unit } = options;
  const { currency, net, tax, total, weightsGrams, leadTimeDays } = result.price;
  const atMost = result.findings.some(({ code }) => code === "pricing/hull-assumed");
  const grams = weightsGrams?.delivered ?? 0;
  return [
    {
      unit: facts.units ?? unit,
      material,
      finishing,
      quantity,
      currency,
      net,
      tax,
      total,
      grams,
      leadTimeDays,
      atMost,
    },
  ];
}

import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type Finding, type FindingCode, finding, hasError } from "#contracts/pricing/finding.ts";
import type { GoodsOptions, Price, PriceLine, PriceOptions, Weights } from "#contracts/pricing/price.ts";
import type { PriceBook } from "#contracts/pricing/price-book.ts";
import { mmPerFileUnit, mmPerUnit } from "#contracts/pricing/unit.ts";
import { type Minor, roundMinor } from "#contracts/shared/money.ts";
import { priceOfPieces } from "./quantity.ts";
import { weigh } from "./weights.ts";

/** A price with what else was found about the model, or the findings that leave none. */
export type PriceResult = { readonly price: Price; readonly findings: Finding[] } | { readonly findings: Finding[] };

/** Largest gross amount of an order, in minor units; up to it all arithmetic below is exact in doubles. */
const grossMinorMax = 1e12;

/**
 * The price of casting a model: a pure function, so that the same facts, options and book give the same cent.
 *
 * material = poured weight × purity × price of the fine metal × markup, the usual formula of casting houses
 * (getgoldify.com, cecileraleydesigns.com); casting fee per piece; finishing by area with a minimum; setup once per
 * order. Each figure is rounded once, per piece, before it is multiplied by the quantity.
 */
export function priceModel(facts: ModelFacts, options: PriceOptions, book: PriceBook): PriceResult {
  const { volume, area } = facts;
  if (volume === null || area === null || hasError(facts.findings)) return { findings: facts.findings };
  const material = entry(book.materials, options.material);
  if (!material) return refuse("pricing/material-unavailable", `The material ${options.material} is not on offer.`);
  const finishing = entry(book.finishings, options.finishing);
  if (!finishing) return refuse("pricing/finishing-unavailable", `The finishing ${options.finishing} is not on offer.`);

  // What the file states is not for the customer to choose.
  const cmPerUnit = (facts.units ? mmPerFileUnit[facts.units] : mmPerUnit[options.unit]) / 10;
  const weights = weigh(volume * cmPerUnit ** 3, material, finishing.removedPermille);
  const minorPerGram =
    (material.fineMinorPerKilogram * material.purityPermille * (1000 + material.markupPermille)) / 1e9;
  const areaMinor = roundMinor(area * cmPerUnit ** 2 * finishing.perCm2Minor);
  const pieces = [
    line("material", material.name, roundMinor(weights.poured * minorPerGram)),
    line("casting", "Casting", material.castingFeeMinor),
    line("finishing", finishing.name, Math.max(areaMinor, finishing.minimumMinor)),
  ];
  const setup = line("setup", "Mould and setup, once per order", book.setupMinor);
  const result = settle(pieces, [setup], options, book);
  if (!("price" in result)) return result;
  return { price: { ...result.price, weightsGrams: inMilligrams(weights) }, findings: facts.findings };
}

/** The price of ready-made goods: unit price and quantity breaks, no setup. */
export function priceGoods(sku: string, options: GoodsOptions, book: PriceBook): PriceResult {
  const goods = entry(book.goods, sku);
  if (!goods) return refuse("pricing/goods-unavailable", `The article ${sku} is not on offer.`);
  return settle([line("goods", goods.name, goods.unitMinor)], [], options, book);
}

/** From lines of one piece and lines of the order to a price: quantity, breaks, least order, tax (rounded once). */
function settle(
  pieces: PriceLine[],
  perOrder: PriceLine[],
  { quantity, country }: GoodsOptions,
  book: PriceBook,
): PriceResult {
  const taxPermille = entry(book.taxPermilleByCountry, country);
  if (taxPermille === undefined) {
    return refuse("pricing/country-unavailable", `Orders cannot be sent to ${country} yet.`);
  }
  const gross = pieces.map(({ code, label, amount }) => line(code, label, amount * quantity));
  if (!(sum(gross) + sum(perOrder) <= grossMinorMax)) {
    return refuse("pricing/out-of-range", "The model is too large to be priced; please check its unit.");
  }
  const discount = priceOfPieces(sum(pieces), quantity, book.quantityBreaks) - sum(gross);
  const ordered = [...gross, line("discount", "Quantity discount", discount), ...perOrder];
  const missing = Math.max(0, book.minimumOrderMinor - sum(ordered));
  const lines = [...ordered, line("minimum-order", "Up to the least order value", missing)];
  const net = sum(lines);
  const tax = roundMinor((net * taxPermille) / 1000);
  const shown = lines.filter(({ amount }, index) => amount !== 0 || index === 0);
  const made = { currency: book.currency, bookVersion: book.version, quantity };
  return { price: { ...made, lines: shown, net, taxPermille, tax, total: net + tax }, findings: [] };
}

const line = (code: string, label: string, amount: Minor): PriceLine => ({ code, label, amount });
const sum = (lines: readonly PriceLine[]): Minor => lines.reduce((total, { amount }) => total + amount, 0);
const refuse = (code: FindingCode, message: string): PriceResult => ({ findings: [finding(code, message)] });

/** Own entries only: a customer may ask for a material named `constructor`. */
const entry = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Rounded to what a jeweller's balance shows. */
function inMilligrams({ poured, cast, delivered }: Weights): Weights {
  const milligrams = (grams: number) => Math.round(grams * 1000) / 1000;
  return { poured: milligrams(poured), cast: milligrams(cast), delivered: milligrams(delivered) };
}

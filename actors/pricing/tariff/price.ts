import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { finding, hasError } from "#contracts/pricing/finding.ts";
import type { Material } from "#contracts/pricing/material.ts";
import type { GoodsOptions, PriceOptions } from "#contracts/pricing/price.ts";
import type { Finishing, PriceBook } from "#contracts/pricing/price-book.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { entry, line, type PriceResult, refuse, sum } from "./lines.ts";
import { type Part, partOf } from "./part.ts";
import { make } from "./process/make.ts";
import type { Making } from "./process/making.ts";
import { settle } from "./settle.ts";

export type { PriceResult } from "./lines.ts";

/**
 * The price of making a model: a pure function, so that the same facts, options and book give the same cent. The
 * material says by which process it is made; finishing goes by area with a minimum, setup once per order. Each figure
 * is rounded once, per piece, before it is multiplied by the quantity.
 */
export function priceModel(facts: ModelFacts, options: PriceOptions, book: PriceBook): PriceResult {
  const part = partOf(facts, options.unit);
  if (hasError(facts.findings)) return { findings: facts.findings };
  if (!part) return { findings: [...facts.findings, finding("model/no-volume", "The model's volume is not known.")] };
  const material = entry(book.materials, options.material);
  if (!material) return refuse("pricing/material-unavailable", `The material ${options.material} is not on offer.`);
  const finishing = entry(book.finishings, options.finishing);
  if (!finishing || !isFor(finishing, material)) {
    return refuse("pricing/finishing-unavailable", `The finishing ${options.finishing} is not on offer.`);
  }
  if (!fits(part, material)) {
    return refuse("pricing/does-not-fit", `The model is larger than what can be made in ${material.name}.`);
  }
  const making = make(part, material);
  const pieces = [...upToMinimum(making, material), finished(part, finishing)];
  const result = settle({ pieces, setup: setupOf(material, book), ...discounting(material) }, options, book);
  if (!("price" in result)) return result;
  const price = { ...result.price, weightsGrams: weightsOf(making, finishing) };
  return { price, findings: [...facts.findings, ...making.assumed] };
}

/** The price of ready-made goods: unit price and quantity breaks, no setup. */
export function priceGoods(sku: string, options: GoodsOptions, book: PriceBook): PriceResult {
  const goods = entry(book.goods, sku);
  if (!goods) return refuse("pricing/goods-unavailable", `The article ${sku} is not on offer.`);
  return settle({ pieces: [line("goods", goods.name, goods.unitMinor)] }, options, book);
}

const isFor = ({ processes }: Finishing, { kind }: Material) => processes?.includes(kind) ?? true;

/** Whether the part fits into the machine in some orientation along its axes. */
function fits({ sidesCm }: Part, { chamberMm }: Material): boolean {
  const room = chamberMm?.toSorted((a, b) => a - b);
  return !room || sidesCm.toSorted((a, b) => a - b).every((side, axis) => side * 10 <= room[axis]!);
}

const finished = ({ areaCm2 }: Part, { name, perCm2Minor, minimumMinor }: Finishing) =>
  line("finishing", name, Math.max(roundMinor(areaCm2 * perCm2Minor), minimumMinor));

function upToMinimum({ lines }: Making, { minimumPieceMinor = 0 }: Material) {
  const missing = Math.max(0, minimumPieceMinor - sum(lines));
  return [...lines, line("minimum-piece", "Up to the least price of a piece", missing)];
}

function setupOf({ kind, setupMinor }: Material, book: PriceBook) {
  const label = kind === "casting" ? "Mould and setup, once per order" : "Setup, once per order";
  return line("setup", label, setupMinor ?? book.setupMinor);
}

const discounting = ({ setupDiscounted = false }: Material) => ({ setupDiscounted });

/** Rounded to what a jeweller's balance shows. */
function weightsOf({ poured, made }: Making, { removedPermille }: Finishing) {
  const milligrams = (grams: number) => Math.round(grams * 1000) / 1000;
  const delivered = (made * (1000 - removedPermille)) / 1000;
  return { poured: milligrams(poured), cast: milligrams(made), delivered: milligrams(delivered) };
}

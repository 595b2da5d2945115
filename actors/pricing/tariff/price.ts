import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { type Finding, finding, hasError } from "#contracts/pricing/finding.ts";
import type { Material } from "#contracts/pricing/material.ts";
import type { GoodsOptions, PriceLine, PriceOptions } from "#contracts/pricing/price.ts";
import type { BookInForce, Finishing, PriceBook } from "#contracts/pricing/price-book.ts";
import type { LeadTime } from "#contracts/pricing/terms.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { entry, line, type PriceResult, refuse, sum } from "./lines.ts";
import { type Part, partOf } from "./part.ts";
import { make } from "./process/make.ts";
import type { Making } from "./process/making.ts";
import { settle } from "./settle.ts";
import { setStones } from "./stones.ts";
import { contractForGoods, contractForModel, haste, leadTimeOf } from "./terms.ts";

export type { PriceResult } from "./lines.ts";

/** What a customer chose, found in the book. */
interface Chosen {
  readonly material: Material;
  readonly finishing: Finishing;
  readonly leadTime: LeadTime | undefined;
  /** Lines of one piece. */
  readonly stones: readonly PriceLine[];
}

/**
 * The price of making a model: a pure function, so that the same facts, options and book give the same cent. The
 * material says by which process it is made; finishing goes by area with a minimum, stones by a table, setup once per
 * order; then come what haste costs and what the account's contract says. Each figure is rounded once, per piece, before
 * it is multiplied by the quantity.
 */
export function priceModel(facts: ModelFacts, options: PriceOptions, book: BookInForce): PriceResult {
  const part = partOf(facts, options.unit);
  if (hasError(facts.findings)) return { findings: facts.findings };
  if (!part) return { findings: [...facts.findings, finding("model/no-volume", "The model's volume is not known.")] };
  const chosen = choose(options, book);
  if ("findings" in chosen) return chosen;
  const { material, finishing, leadTime, stones } = chosen;
  if (!fits(part, material)) {
    return refuse("pricing/does-not-fit", `The model is larger than what can be made in ${material.name}.`);
  }
  const making = make(part, material);
  const pieces = [...upToMinimum(making, material), finished(part, finishing), ...stones];
  const adjustments = [...(leadTime ? [haste(leadTime)] : []), ...contractForModel(options, book)];
  const { setupDiscounted = false } = material;
  const result = settle({ pieces, setup: setupOf(material, book), setupDiscounted, adjustments }, options, book);
  if (!("price" in result)) return result;
  const price = { ...result.price, weightsGrams: weightsOf(making, finishing), ...promise(chosen) };
  return { price, findings: [...facts.findings, ...making.assumed] };
}

/** The price of ready-made goods: unit price and quantity breaks, no setup. */
export function priceGoods(sku: string, options: GoodsOptions, book: BookInForce): PriceResult {
  const goods = entry(book.goods, sku);
  if (!goods) return refuse("pricing/goods-unavailable", `The article ${sku} is not on offer.`);
  const adjustments = contractForGoods(sku, options, book);
  const result = settle({ pieces: [line("goods", goods.name, goods.unitMinor)], adjustments }, options, book);
  if (!("price" in result) || goods.leadDays === undefined) return result;
  return { ...result, price: { ...result.price, leadTimeDays: goods.leadDays } };
}

function choose(options: PriceOptions, book: BookInForce): Chosen | { findings: Finding[] } {
  const material = entry(book.materials, options.material);
  if (!material) return refuse("pricing/material-unavailable", `The material ${options.material} is not on offer.`);
  const finishing = entry(book.finishings, options.finishing);
  if (!finishing || !isFor(finishing, material)) {
    return refuse("pricing/finishing-unavailable", `The finishing ${options.finishing} is not on offer.`);
  }
  const leadTime = leadTimeOf(options, book);
  if (leadTime && "findings" in leadTime) return leadTime;
  const stones = setStones(options.stones ?? [], { code: options.material, material }, book.stones ?? []);
  return "findings" in stones ? stones : { material, finishing, leadTime, stones };
}

/** The workshop's days, and those that the material and the finishing add. */
const promise = ({ leadTime, material, finishing }: Chosen) =>
  leadTime ? { leadTimeDays: leadTime.days + (material.leadDays ?? 0) + (finishing.leadDays ?? 0) } : {};

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

/** Rounded to what a jeweller's balance shows. */
function weightsOf({ poured, made }: Making, { removedPermille }: Finishing) {
  const milligrams = (grams: number) => Math.round(grams * 1000) / 1000;
  const delivered = (made * (1000 - removedPermille)) / 1000;
  return { poured: milligrams(poured), cast: milligrams(made), delivered: milligrams(delivered) };
}

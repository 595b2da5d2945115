import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { BookInForce } from "#contracts/pricing/price-book.ts";
import type { Estimate } from "#contracts/quote/parts.ts";
import { priceOfWish, type Wish } from "../wish.ts";
import { fromSample, type Sampled } from "./from-sample.ts";
import { type ByteRange, headerRange, planSample, trianglesOf } from "./sample.ts";

/** Reads a part of a file. */
export type ReadRange = (range: ByteRange) => Promise<Uint8Array>;

/** The box of a sample is this much too small at most; tips are what a sample misses. */
const boxGrowth = 0.02;

/** Looks at some 16,000 triangles of a large binary STL; undefined where that says nothing, and for other formats. */
export async function sampleModel(read: ReadRange, bytes: number, random: () => number): Promise<Sampled | undefined> {
  const triangles = trianglesOf(await read(headerRange), bytes);
  const plan = triangles === undefined ? undefined : planSample(triangles, random);
  return plan && fromSample(await Promise.all(plan.ranges.map(read)), plan);
}

type Measures = Pick<ModelFacts, "volume" | "area" | "bbox">;

/** Every way the model may be at the ends of what the sample says: a tariff goes up or down with each of these alone. */
function* extremes({ volume, area, bbox }: Sampled): Generator<Measures> {
  const grow = (at: number, axis: number) => at * boxGrowth * (bbox.max[axis]! - bbox.min[axis]!);
  const larger = {
    min: bbox.min.map((value, axis) => value - grow(0.5, axis)),
    max: bbox.max.map((value, axis) => value + grow(0.5, axis)),
  } as Sampled["bbox"];
  for (const v of [volume.low, volume.high]) {
    for (const a of [area.low, area.high]) {
      for (const box of [bbox, larger]) yield { volume: v, area: a, bbox: box };
    }
  }
}

const unread = {
  analyser: "sample/1",
  sha256: "0".repeat(64),
  format: "stl-binary",
  triangles: 0,
  units: null,
} as const;

/** The total of a wish from a sample of its model; undefined where some end of it has no price. */
export function estimatePrice(sampled: Sampled, wish: Wish, book: BookInForce): Estimate | undefined {
  const totals: number[] = [];
  for (const measures of extremes(sampled)) {
    const facts: ModelFacts = { ...unread, ...measures, bytes: 0, closed: null, shells: null, findings: [] };
    const result = priceOfWish(wish, facts, book);
    if (!("price" in result)) return undefined;
    totals.push(result.price.total);
  }
  const { currency, version: bookVersion } = book;
  return { currency, low: Math.min(...totals), high: Math.max(...totals), bookVersion };
}

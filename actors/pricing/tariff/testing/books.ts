import fc from "fast-check";
import { PriceBook, type QuantityBreak } from "#contracts/pricing/price-book.ts";
import { demoPriceBook } from "../demo-book.ts";

/** Nothing but breaks, so that asking often is quick. */
const empty = { ...demoPriceBook, materials: {}, finishings: {}, goods: {} };
const bookWith = (quantityBreaks: QuantityBreak[]) => PriceBook.safeParse({ ...empty, quantityBreaks });

/** Those of the breaks, from the smallest quantity on, that a price book accepts together. */
function accepted(candidates: readonly QuantityBreak[]): QuantityBreak[] {
  const list: QuantityBreak[] = [];
  for (const next of candidates.toSorted((a, b) => a.from - b.from)) {
    list.push(next);
    if (!bookWith(list).success) list.pop();
  }
  return list;
}

const candidate = fc.record({
  from: fc.integer({ min: 2, max: 300 }),
  discountPermille: fc.integer({ min: 1, max: 999 }),
});

/** Any quantity breaks a price book accepts. */
export const breaks: fc.Arbitrary<QuantityBreak[]> = fc.array(candidate, { maxLength: 8 }).map(accepted);

const minor = (max: number) => fc.nat(max);

/** Price books around the demonstration's, every figure varied. */
export const books: fc.Arbitrary<PriceBook> = fc
  .record({ breaks, setup: minor(5_000), minimum: minor(10_000), fee: minor(2_000), perCm2: minor(500) })
  .map(({ breaks: quantityBreaks, setup, minimum, fee, perCm2 }) => ({
    ...demoPriceBook,
    quantityBreaks,
    setupMinor: setup,
    minimumOrderMinor: minimum,
    materials: { "silver-925": { ...demoPriceBook.materials["silver-925"]!, castingFeeMinor: fee } },
    finishings: { polished: { ...demoPriceBook.finishings["polished"]!, perCm2Minor: perCm2 } },
  }));

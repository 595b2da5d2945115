import fc from "fast-check";
import { PriceBook, type QuantityBreak } from "#contracts/pricing/price-book.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import { castings } from "../demo/castings.ts";
import { demoPriceBook } from "../demo-book.ts";

const { quantityBreaks: acceptable } = PriceBook.shape;

/** Those of the breaks, from the smallest quantity on, that a price book accepts together. */
function accepted(candidates: readonly QuantityBreak[]): QuantityBreak[] {
  const list: QuantityBreak[] = [];
  for (const next of candidates.toSorted((a, b) => a.from - b.from)) {
    list.push(next);
    if (!acceptable.safeParse(list).success) list.pop();
  }
  return list;
}

const candidate = fc.record({
  from: fc.integer({ min: 2, max: 300 }),
  discountPermille: fc.integer({ min: 1, max: 999 }),
});

/** Any quantity breaks a price book accepts. */
export const breaks: fc.Arbitrary<QuantityBreak[]> = fc.array(candidate, { maxLength: 8 }).map(accepted);

/** A quantity, often the last one of a band: there a discount could make the next order cheaper. */
export const nearBreaks: fc.Arbitrary<(list: readonly QuantityBreak[]) => number> = fc
  .record({ any: fc.integer({ min: 1, max: 400 }), at: fc.nat(15) })
  .map(
    ({ any, at }) =>
      (list) =>
        list[at] ? list[at].from - 1 : any,
  );

const silver = castings["silver-925"]!;
const minor = (max: number) => fc.nat(max);

const margin = fc.integer({ min: -900, max: 2_000 });

/** Whose contract the books below hold. */
export const contractor = AccountId.parse("acc_aaaaaaaaaaaaaaaa");

/** Price books around the demonstration's, every figure varied. */
export const books: fc.Arbitrary<PriceBook> = fc
  .record({
    ...{ breaks, setup: minor(5_000), minimum: minor(10_000), fee: minor(2_000), perCm2: minor(500) },
    ...{ least: minor(3_000), haste: margin, contract: margin, setupDiscounted: fc.boolean() },
  })
  .map(({ breaks: quantityBreaks, setup, minimum, fee, perCm2, least, haste, contract, setupDiscounted }) => ({
    ...demoPriceBook,
    quantityBreaks,
    setupMinor: setup,
    minimumOrderMinor: minimum,
    materials: {
      "silver-925": { ...silver, castingFeeMinor: fee, minimumPieceMinor: least, setupDiscounted },
    },
    finishings: { polished: { ...demoPriceBook.finishings["polished"]!, perCm2Minor: perCm2 } },
    leadTimes: { standard: { name: "Standard", days: 10, surchargePermille: haste } },
    contracts: { [contractor]: { name: "Contract price", marginPermille: contract } },
  }));

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { priceOfPieces } from "./quantity.ts";
import { breaks, nearBreaks } from "./testing/books.ts";

describe("the price of several pieces", () => {
  const two = [
    { from: 10, discountPermille: 100 },
    { from: 50, discountPermille: 115 },
  ];

  test.each([
    [1, 100],
    [9, 900],
    [10, 900],
    [11, 990],
    [50, 4_450],
  ])("%p pieces of 1.00 are %p cents", (quantity, total) => expect(priceOfPieces(100, quantity, two)).toBe(total));

  test("of a few cents each cannot slip below a smaller order by rounding", () => {
    // At 3.4 cents, rounded to 3, twelve would be 36: less than eleven at 3.6, rounded to 4.
    const steep = [...two.slice(0, 1), { from: 12, discountPermille: 150 }];
    expect([9, 10, 11, 12, 13].map((quantity) => priceOfPieces(4, quantity, steep))).toEqual([36, 40, 44, 44, 44]);
  });

  test("never falls with the quantity, and never rises per piece", () =>
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(5_000), breaks, nearBreaks, (piece, once, list, near) => {
        const quantity = near(list);
        const [now, next] = [quantity, quantity + 1].map((n) => priceOfPieces(piece, n, list, once)) as [
          number,
          number,
        ];
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next * quantity).toBeLessThanOrEqual(now * (quantity + 1));
      }),
      { numRuns: 1_000 },
    ));
});

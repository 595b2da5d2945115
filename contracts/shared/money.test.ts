import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Money, roundMinor } from "./money.ts";

describe("rounding to minor units", () => {
  test.each([
    [2.4, 2],
    [2.5, 3],
    [-2.5, -3],
    [-2.4, -2],
    [0.499_999_999_999_999_94, 0],
    [1e12 + 0.5, 1e12 + 1],
  ])("%p becomes %p", (amount, rounded) => expect(roundMinor(amount)).toBe(rounded));

  test("never gives -0, which no JSON holds", () => {
    expect(Object.is(roundMinor(-0.2), 0)).toBe(true);
    expect(Object.is(roundMinor(-0), 0)).toBe(true);
  });

  test("a larger amount never rounds to less", () =>
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (a, d) => {
          expect(roundMinor(a + d)).toBeGreaterThanOrEqual(roundMinor(a));
        },
      ),
    ));
});

test("money is a whole number of minor units", () => {
  expect(Money.safeParse({ amount: 12_50, currency: "EUR" }).success).toBe(true);
  expect(Money.safeParse({ amount: 12.5, currency: "EUR" }).success).toBe(false);
  expect(Money.safeParse({ amount: 2 ** 53, currency: "EUR" }).success).toBe(false);
});

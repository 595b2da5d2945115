import { describe, expect, test } from "bun:test";
import { weigh } from "../process/casting-weights.ts";

/** Wax weighs a gram a cubic centimetre, so grams of wax are the model's cubic centimetres. */
const wax = (grams: number) => grams;
const metal = (densityGramsPerCm3: number, sprueAllowancePermille = 0) => ({
  densityGramsPerCm3,
  sprueAllowancePermille,
  castingLossPermille: 0,
  shrinkagePermille: 0,
});
const poured = (cm3: number, of: ReturnType<typeof metal>) => Math.round(weigh(cm3, of).poured * 100) / 100;

describe("published weights", () => {
  // http://www.romanoff.com/help-info/casting-101/wax-weight-metal-weight: 5 g of wax, 10 % button, 14k at 13.5.
  test("Romanoff: 74.25 g of 14k gold for 5 g of wax", () => expect(poured(wax(5), metal(13.5, 100))).toBe(74.25));

  // https://romanoff.com/calculate-weight-metal-jewelry-casting-tips-tricks: a tree of 5.5 g, its sprues included.
  test.each([
    ["silver", 10.5, 57.75],
    ["gold 750", 15.2, 83.6],
  ])("Romanoff: a tree of 5.5 g in %s", (_, density, grams) => expect(poured(wax(5.5), metal(density))).toBe(grams));

  // http://www.katkramer.com/casting-bluecast: 0.56 g of resin at 1.09, in silver at 10.36, then a tenth for the button.
  test("Kramer: a print of 0.56 g becomes 5.32 g of silver, of 5.85 g poured", () => {
    expect(poured(0.56 / 1.09, metal(10.36))).toBe(5.32);
    expect(poured(0.56 / 1.09, metal(10.36, 100))).toBe(5.85);
  });

  // http://www.kauselmann.com/guss/servie/gewichtsberechnung/: a silver ring of 10 g at 10.4, cast in 18k at 15.4.
  test("Kauselmann: a silver ring of 10 g weighs 14.81 g in 18k gold", () =>
    expect(poured(10 / 10.4, metal(15.4))).toBe(14.81));
});

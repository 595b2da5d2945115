import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Price } from "#contracts/pricing/price.ts";
import { demoPriceBook } from "../demo-book.ts";
import { priceModel } from "../price.ts";
import { sized } from "../testing/facts.ts";
import { amounts, bookOf, priced } from "../testing/priced.ts";
import { resinCm3 } from "./resin.ts";

/** Without a least order, which would hide what a piece costs. */
const book = { ...demoPriceBook, minimumOrderMinor: 0 };
const materials = Object.entries(book.materials);
const codes = materials.map(([code]) => code);
const raw = (material: string, quantity = 1) =>
  ({ material, finishing: "raw", quantity, unit: "mm", country: "DE" }) as const;
const netOf = (model: ReturnType<typeof sized>, material: string, quantity = 1) =>
  priced(priceModel(model, raw(material, quantity), book)).net;

test("the demonstration shows every process", () =>
  expect(new Set(materials.map(([, { kind }]) => kind))).toEqual(
    new Set(["casting", "resin", "fdm", "powder", "dmls"]),
  ));

describe("a resin print", () => {
  const { "castable-resin": castable } = demoPriceBook.materials;
  if (castable?.kind !== "resin") throw new Error("the castable resin is a resin");
  const cube = sized(20, 20, 20, { volume: 6_000, area: 2_400, hull: 8_000 });

  test("uses resin for the piece, its supports and the film on it", () =>
    // 6 cm³, a tenth of the 2 cm³ around it, 24 cm² × 0.05 mm
    expect(
      resinCm3({ volumeCm3: 6, areaCm2: 24, sidesCm: [2, 2, 2], hullCm3: 8, supportCm3: 0 }, castable),
    ).toBeCloseTo(6.32, 12));

  test("takes as long as its layers", () =>
    // 6.32 cm³ at 0.32 €; 400 layers of 8 s at 6 € an hour
    expect(amounts(priced(priceModel(cube, raw("material"), bookOf(castable))))).toMatchObject({
      material: 2_02,
      machine: 5_33,
      handling: 4_00,
      setup: 8_00,
    }));
});

describe("a hull that is not known", () => {
  const needsHull = materials.filter(([, of]) => of.kind !== "casting" && !(of.kind === "powder" && of.room === "box"));

  test.each(needsHull.map(([code]) => code))("%s says that the box was taken for it", (code) => {
    const { findings } = priceModel(sized(20, 20, 20, { volume: 3_000 }), raw(code), book);
    expect(findings).toMatchObject([{ code: "pricing/hull-assumed", severity: "info" }]);
  });

  test("is never cheaper than any hull there can be", () =>
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.double({ min: 3_000, max: 8_000, noNaN: true }), (code, hull) => {
        const without = netOf(sized(20, 20, 20, { volume: 3_000 }), code);
        const within = netOf(sized(20, 20, 20, { volume: 3_000, hull }), code);
        expect(within).toBeLessThanOrEqual(without);
      }),
    ));
});

describe("what is below overhangs", () => {
  const overhang = (supportMax: number) => Array.from({ length: 6 }, () => ({ area: 100, supportMax }));
  const model = (supportMax: number) => sized(20, 20, 20, { volume: 3_000, overhang: overhang(supportMax) });
  const printed = (supportMax: number) => priceModel(model(supportMax), raw("pla"), book);

  test("bounds the supports of a filament print: without any, nothing is assumed", () => {
    expect(printed(0)).toMatchObject({ findings: [] });
    expect(priced(printed(0)).net).toBe(netOf(sized(20, 20, 20, { volume: 3_000, hull: 3_000 }), "pla"));
    expect(priced(printed(1_000)).net).toBeGreaterThan(priced(printed(0)).net);
    expect(priced(printed(1e6)).net).toBe(netOf(sized(20, 20, 20, { volume: 3_000 }), "pla"));
  });

  test("does not matter where a piece is turned before it is built", () =>
    expect(netOf(model(0), "castable-resin")).toBe(netOf(sized(20, 20, 20, { volume: 3_000 }), "castable-resin")));
});

describe("refused:", () => {
  const long = sized(10, 10, 320, { volume: 20_000, area: 13_000 });
  const refusal = (material: string, finishing = "raw") => {
    const result = priceModel(long, { ...raw(material), finishing }, book);
    return "price" in result ? "priced" : result.findings.map(({ code }) => code);
  };

  test("what does not fit into the machine in any orientation along its axes", () => {
    expect(refusal("steel-316l")).toEqual(["pricing/does-not-fit"]);
    expect(refusal("pa12-mjf")).toEqual("priced");
  });

  test("a finishing that is not for the process", () =>
    expect(refusal("pa12-mjf", "plated")).toEqual(["pricing/finishing-unavailable"]));
});

describe("in every material", () => {
  const sizes = fc.double({ min: 0.5, max: 100, noNaN: true });
  const cases = fc.record({ code: fc.constantFrom(...codes), size: sizes, quantity: fc.integer({ min: 1, max: 400 }) });
  const cube = (size: number) => sized(size, size, size, { volume: size ** 3 / 2, area: size ** 2 * 6 });

  test("a price adds up, never falls when pieces are added, and per piece never rises", () =>
    fc.assert(
      fc.property(cases, ({ code, size, quantity }) => {
        const now = priced(priceModel(cube(size), raw(code, quantity), book));
        const next = netOf(cube(size), code, quantity + 1);
        expect(Price.safeParse(now).error).toBeUndefined();
        expect(next).toBeGreaterThanOrEqual(now.net);
        expect(next * quantity).toBeLessThanOrEqual(now.net * (quantity + 1));
      }),
      { numRuns: 500 },
    ));

  test("a larger piece never costs less", () =>
    fc.assert(
      fc.property(fc.constantFrom(...codes), sizes, sizes, (code, a, b) => {
        const [small, large] = [cube(Math.min(a, b)), cube(Math.max(a, b))];
        expect(netOf(small, code)).toBeLessThanOrEqual(netOf(large, code));
      }),
    ));
});

import { describe, expect, test } from "bun:test";
import type { Stones } from "#contracts/pricing/stones.ts";
import { demoPriceBook } from "./demo-book.ts";
import { priceModel } from "./price.ts";
import { facts } from "./testing/facts.ts";
import { amounts, priced } from "./testing/priced.ts";

const result = (stones: Stones[], material = "silver-925", quantity = 1) =>
  priceModel(facts(), { material, finishing: "raw", quantity, unit: "mm", country: "DE", stones }, demoPriceBook);
const charged = (stones: Stones[], material?: string, quantity?: number) =>
  amounts(priced(result(stones, material, quantity)));
const refused = (stones: Stones[], material?: string) => {
  const given = result(stones, material);
  return "price" in given ? [] : given.findings.map(({ code }) => code);
};

const pave: Stones = { stone: "zirconia", setting: "pave", sizeMm: 1.2, count: 20 };

describe("stones", () => {
  test("are charged by count, and so is their setting", () =>
    expect(charged([pave])).toMatchObject({ stones: 20 * 20, setting: 20 * 2_50 }));

  test("go by the smallest row that is large enough", () => {
    expect(charged([{ ...pave, sizeMm: 1.5 }])).toMatchObject({ setting: 20 * 2_50 });
    expect(charged([{ ...pave, sizeMm: 1.6 }])).toMatchObject({ setting: 20 * 3_50 });
  });

  test("cost more to set in a harder metal", () =>
    expect(charged([pave], "platinum-950")).toMatchObject({ setting: 20 * 4_00 }));

  test("that the customer brings are only set", () => {
    expect(charged([{ ...pave, brought: true }])).not.toHaveProperty("stones");
    expect(charged([{ ...pave, brought: true }])).toMatchObject({ setting: 20 * 2_50 });
  });

  test("are in every piece", () => expect(charged([pave], "silver-925", 3)).toMatchObject({ setting: 3 * 20 * 2_50 }));

  test.each([
    ["a stone the book does not have", { ...pave, stone: "kryptonite" }, "silver-925"],
    ["a size above every row", { ...pave, sizeMm: 9 }, "silver-925"],
    ["one we do not sell and nobody brings", { ...pave, stone: "diamond", setting: "prong", sizeMm: 7 }, "silver-925"],
    ["a material nothing is set in", pave, "pa12-sls"],
  ])("are refused: %s", (_, stones, material) =>
    expect(refused([stones], material)).toEqual(["pricing/stone-unavailable"]),
  );
});

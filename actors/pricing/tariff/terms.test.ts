import { describe, expect, test } from "bun:test";
import { PriceBook } from "#contracts/pricing/price-book.ts";
import { LeadTimes } from "#contracts/pricing/terms.ts";
import { AccountId } from "#contracts/shared/ids.ts";
import { demoPriceBook } from "./demo-book.ts";
import { priceGoods, priceModel } from "./price.ts";
import { facts } from "./testing/facts.ts";
import { amounts, priced } from "./testing/priced.ts";

const ring = { material: "silver-925", finishing: "polished", quantity: 1, unit: "mm", country: "DE" } as const;
const priceOf = (more: object = {}, book: PriceBook = demoPriceBook) =>
  priced(priceModel(facts(), { ...ring, ...more }, book));
const refused = (more: object, book: PriceBook = demoPriceBook) => {
  const result = priceModel(facts(), { ...ring, ...more }, book);
  return "price" in result ? [] : result.findings.map(({ code }) => code);
};

describe("lead times", () => {
  test("the standard is meant when nothing is said: the workshop's days and a day of polishing", () =>
    expect(priceOf()).toEqual(priceOf({ leadTime: "standard" })));

  // DigiFabster's example: 10 days of the machine and 3 of the material are 13.
  test("materials and finishings add their days", () => {
    const silver = { ...demoPriceBook.materials["silver-925"]!, leadDays: 3 };
    const book = { ...demoPriceBook, materials: { "silver-925": silver } };
    expect(priceOf({ finishing: "raw" }, book).leadTimeDays).toBe(13);
    expect(priceOf({ finishing: "plated" }, book).leadTimeDays).toBe(16);
  });

  test("haste costs a share of piece and setup, and shows", () => {
    const express = priceOf({ leadTime: "express" });
    // 30 % of 22.33 and of 15.00
    expect(amounts(express)).toMatchObject({ setup: 15_00, "lead-time": 6_70 + 4_50 });
    expect(express).toMatchObject({ net: priceOf().net + 11_20, leadTimeDays: 6 });
  });

  test("patience saves", () => expect(priceOf({ leadTime: "economy" }).net).toBeLessThan(priceOf().net));

  test("one that is not on offer is refused", () =>
    expect(refused({ leadTime: "yesterday" })).toEqual(["pricing/lead-time-unavailable"]));

  test("a book without lead times promises none", () => {
    const { leadTimes: _, ...book } = demoPriceBook;
    expect(priceOf({}, book).leadTimeDays).toBeUndefined();
    expect(refused({ leadTime: "standard" }, book)).toEqual(["pricing/lead-time-unavailable"]);
  });

  test("must have a standard", () =>
    expect(LeadTimes.safeParse({ express: { name: "Express", days: 5, surchargePermille: 300 } }).success).toBe(false));
});

describe("an account's contract", () => {
  const account = AccountId.parse("acc_aaaaaaaaaaaaaaaa");
  const contract = {
    name: "Contract price",
    marginPermille: -100,
    marginPermilleByMaterial: { "gold-14k": 0 },
    unitMinorByGoods: { "band-classic-4mm": 60_00 },
  };
  const book = PriceBook.parse({ ...demoPriceBook, contracts: { [account]: contract } });

  test("takes its share off, on a line of its own", () => {
    const price = priceOf({ account }, book);
    expect(price.lines.at(-1)).toEqual({ code: "contract", label: "Contract price", amount: -2_23 - 1_50 });
    expect(price.net).toBe(priceOf().net - 3_73);
  });

  test("may say otherwise of a material", () =>
    expect(priceOf({ account, material: "gold-14k" }, book)).toEqual(priceOf({ material: "gold-14k" })));

  test("may name prices of goods; of the others it takes its share", () => {
    const goods = (sku: string) => priced(priceGoods(sku, { quantity: 2, country: "DE", account }, book));
    expect(amounts(goods("band-classic-4mm"))).toEqual({ goods: 138_00, contract: -18_00 });
    expect(amounts(goods("signet-blank-12mm"))).toEqual({ goods: 76_00, contract: -7_60 });
  });

  test("is nobody else's", () => {
    const other = AccountId.parse("acc_bbbbbbbbbbbbbbbb");
    expect(priceOf({ account: other }, book)).toEqual(priceOf());
  });
});

test("a piece costs at least what its material says, before finishing", () => {
  const silver = { ...demoPriceBook.materials["silver-925"]!, minimumPieceMinor: 20_00 };
  const book = { ...demoPriceBook, materials: { "silver-925": silver } };
  expect(amounts(priceOf({}, book))).toMatchObject({ material: 8_33, casting: 5_00, "minimum-piece": 6_67 });
});

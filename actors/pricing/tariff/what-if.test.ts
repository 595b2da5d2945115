import { expect, test } from "bun:test";
import { demoPriceBook } from "./demo-book.ts";
import { priceModel } from "./price.ts";
import { facts } from "./testing/facts.ts";
import { everyChoice, pricesFor } from "./what-if.ts";

const same = { material: "", finishing: "raw", quantity: 1, unit: "mm", country: "DE" } as const;
const materials = [...Object.keys(demoPriceBook.materials), "mithril"];
const quantities = [1, 5, 10, 25, 50, 100];

test("many prices are those one gets one by one, those that cannot be had too", () => {
  const choices = everyChoice(same, { materials, quantities, leadTimes: ["standard", "express"] });
  expect(choices).toHaveLength(materials.length * 2 * quantities.length);
  expect(choices[1]).toEqual({ ...same, material: "silver-925", leadTime: "standard", quantity: 5 });
  const prices = pricesFor(facts(), choices, demoPriceBook);
  expect(prices.map(({ options }) => options)).toEqual(choices);
  for (const { options, result } of prices) expect(result).toEqual(priceModel(facts(), options, demoPriceBook));
  expect(prices.filter(({ result }) => !("price" in result))).toHaveLength(2 * quantities.length);
});

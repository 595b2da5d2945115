import { expect, test } from "bun:test";
import { ModelFacts } from "./facts.ts";
import { finding } from "./finding.ts";
import { Price } from "./price.ts";

const facts = {
  analyser: "stl/1",
  sha256: "0".repeat(64),
  format: "stl-binary",
  bytes: 684,
  triangles: 12,
  volume: null,
  area: 6,
  bbox: { min: [0, 0, 0], max: [1, 1, 1] },
  findings: [finding("model/inside-out", "All triangles face inwards.")],
};

test("facts without a volume say why", () => {
  expect(ModelFacts.safeParse(facts).success).toBe(false);
  expect(ModelFacts.safeParse({ ...facts, volume: 1 }).success).toBe(true);
  const findings = [finding("model/not-closed", "The surface has holes.")];
  expect(ModelFacts.safeParse({ ...facts, findings }).success).toBe(true);
});

test("facts stored before files could state units are read as stating none", () =>
  expect(ModelFacts.parse({ ...facts, volume: 1 })).toMatchObject({ units: null, closed: null, shells: null }));

test("a price adds up", () => {
  const price = {
    currency: "EUR",
    bookVersion: 1,
    quantity: 2,
    lines: [
      { code: "goods", label: "Band", amount: 100_00 },
      { code: "discount", label: "Quantity discount", amount: -5_00 },
    ],
    net: 95_00,
    taxPermille: 200,
    tax: 19_00,
    total: 114_00,
  };
  expect(Price.safeParse(price).success).toBe(true);
  expect(Price.safeParse({ ...price, net: 100_00, total: 119_00 }).success).toBe(false);
  expect(Price.safeParse({ ...price, total: 114_01 }).success).toBe(false);
});

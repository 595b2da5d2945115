import { expect, test } from "bun:test";
import { BookDraft } from "./parts.ts";

const goods = { band: { name: "Band", unitMinor: 69_00 } };
const draft = {
  currency: "EUR",
  effectiveFrom: "2026-01-01T00:00:00Z",
  materials: {},
  finishings: {},
  goods,
  setupMinor: 0,
  quantityBreaks: [],
  taxPermilleByCountry: { DE: 190 },
  minimumOrderMinor: 0,
};
const account = "acc_aaaaaaaaaaaaaaaa";
const complaints = (more: object) =>
  BookDraft.safeParse({ ...draft, ...more }).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

test("a draft names nothing it does not have", () => {
  const stones = [{ stone: "ruby", setting: "bezel", upToMm: 3, settingMinor: 9_00, materials: ["gold-18k"] }];
  expect(complaints({ stones })).toEqual(["stones.0.materials names gold-18k, which is no material of the book"]);
  const contract = {
    name: "Contract price",
    marginPermille: 0,
    marginPermilleByMaterial: { "gold-18k": -50 },
    unitMinorByGoods: { band: 60_00, "band-wide": 70_00 },
  };
  expect(complaints({ contracts: { [account]: contract } })).toEqual([
    `contracts.${account}.marginPermilleByMaterial.gold-18k is no material of the book`,
    `contracts.${account}.unitMinorByGoods.band-wide is not among the goods of the book`,
  ]);
  expect(complaints({})).toBeUndefined();
});

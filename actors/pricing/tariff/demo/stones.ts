import type { StoneRate } from "#contracts/pricing/stones.ts";

/** A setter's hand is the same whatever is set; hard metals take it longer. */
const soft = ["silver-925", "gold-14k", "gold-18k", "brass"];
const hard = ["platinum-950"];

const setting = (name: string, stone: string, [upToMm, softMinor, hardMinor, stoneMinor]: number[]): StoneRate[] => {
  const row = { stone, setting: name, upToMm: upToMm!, stoneMinor: stoneMinor! };
  return [
    { ...row, materials: soft, settingMinor: softMinor! },
    { ...row, materials: hard, settingMinor: hardMinor! },
  ];
};

/** What the demonstration sets. Figures are examples, not an offer. */
export const stones: StoneRate[] = [
  ...setting("pave", "zirconia", [1.5, 2_50, 4_00, 20]),
  ...setting("pave", "zirconia", [2.5, 3_50, 5_50, 35]),
  ...setting("prong", "zirconia", [3, 5_00, 8_00, 50]),
  ...setting("prong", "zirconia", [6, 9_00, 14_00, 1_20]),
  ...setting("bezel", "zirconia", [6, 14_00, 21_00, 1_20]),
  ...setting("pave", "diamond", [1.5, 3_50, 5_00, 9_00]),
  ...setting("pave", "diamond", [2.5, 5_00, 7_50, 28_00]),
  ...setting("prong", "diamond", [3, 8_00, 12_00, 95_00]),
  // Larger ones are chosen one by one: the customer brings them.
  { stone: "diamond", setting: "prong", upToMm: 8, materials: [...soft, ...hard], settingMinor: 35_00 },
];

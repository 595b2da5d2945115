import type { Finding } from "#contracts/pricing/finding.ts";
import type { Material } from "#contracts/pricing/material.ts";
import type { PriceLine } from "#contracts/pricing/price.ts";
import type { StoneRate, Stones } from "#contracts/pricing/stones.ts";
import { line, refuse } from "./lines.ts";

/** What stones are set in. */
export interface SetIn {
  readonly code: string;
  readonly material: Material;
}

/** Lines of one piece for its stones and their setting: count × (stone, setting, size, material), or why there are none. */
export function setStones(
  stones: readonly Stones[],
  into: SetIn,
  rates: readonly StoneRate[],
): readonly PriceLine[] | { findings: Finding[] } {
  const lines: PriceLine[] = [];
  for (const of of stones) {
    const rate = rateOf(of, into, rates);
    const what = `${of.stone}, ${of.sizeMm} mm, ${of.setting}`;
    if (!rate) return refuse("pricing/stone-unavailable", `We do not set ${what} in ${into.material.name}.`);
    if (!of.brought && rate.stoneMinor === undefined) {
      return refuse("pricing/stone-unavailable", `We set ${what}, but the stones have to be sent to us.`);
    }
    if (!of.brought) lines.push(line("stones", `${of.count} × ${what}`, of.count * (rate.stoneMinor ?? 0)));
    lines.push(line("setting", `Setting ${of.count} × ${what}`, of.count * rate.settingMinor));
  }
  return lines;
}

function rateOf({ stone, setting, sizeMm }: Stones, { code, material }: SetIn, rates: readonly StoneRate[]) {
  const isFor = ({ materials }: StoneRate) => materials?.includes(code) ?? material.kind === "casting";
  return rates
    .filter((rate) => rate.stone === stone && rate.setting === setting && rate.upToMm >= sizeMm && isFor(rate))
    .toSorted((a, b) => a.upToMm - b.upToMm)[0];
}

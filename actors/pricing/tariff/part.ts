import type { ModelFacts } from "#contracts/pricing/facts.ts";
import { mmPerFileUnit, mmPerUnit, type Unit } from "#contracts/pricing/unit.ts";

/** What tariffs look at, in centimetres whatever the file's unit. */
export interface Part {
  readonly volumeCm3: number;
  readonly areaCm2: number;
  /** Sides of the axis-aligned box; the third is the height it is built in. */
  readonly sidesCm: readonly [number, number, number];
  /** Of the convex hull; undefined until somebody has looked that closely. */
  readonly hullCm3: number | undefined;
  /** The most that supports take when it is built upright, as the file has it; undefined in facts that do not say. */
  readonly supportCm3: number | undefined;
}

/** Where facts keep what a model needs when it is built along +z. */
const upright = 2;

/** The part a file stands for: the unit is what the file states, and what the customer says where it states none. */
export function partOf(facts: ModelFacts, unit: Unit): Part | undefined {
  const { volume, area, bbox, hull, overhang } = facts;
  if (volume === null || area === null || bbox === null) return undefined;
  const cmPerUnit = (facts.units ? mmPerFileUnit[facts.units] : mmPerUnit[unit]) / 10;
  const cm3 = (volume: number | null | undefined) => (typeof volume === "number" ? volume * cmPerUnit ** 3 : undefined);
  const side = (axis: 0 | 1 | 2) => (bbox.max[axis] - bbox.min[axis]) * cmPerUnit;
  return {
    volumeCm3: volume * cmPerUnit ** 3,
    areaCm2: area * cmPerUnit ** 2,
    sidesCm: [side(0), side(1), side(2)],
    hullCm3: cm3(hull),
    supportCm3: cm3(overhang?.[upright]?.supportMax),
  };
}

export const boxCm3 = ({ sidesCm: [x, y, z] }: Part): number => x * y * z;

/** The hull, or the box around it as its upper bound: a price made from the bound can only become lower. */
export const hullAtMostCm3 = (part: Part): number => part.hullCm3 ?? boxCm3(part);

/** Room between the model and its hull, where support stands. Overlapping shells may count more than their hull. */
export const gapAtMostCm3 = (part: Part): number => Math.max(0, hullAtMostCm3(part) - part.volumeCm3);

/** The gap, or what is below overhangs where that is less: for processes that leave a piece as it stands in the file. */
export const supportAtMostCm3 = (part: Part): number =>
  Math.min(gapAtMostCm3(part), part.supportCm3 ?? Number.POSITIVE_INFINITY);

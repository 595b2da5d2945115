import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { PriceLine } from "#contracts/pricing/price.ts";
import type { Part } from "../part.ts";

/** What making one piece costs and weighs, before finishing; each line is rounded once. */
export interface Making {
  readonly lines: readonly PriceLine[];
  /** Grams of material used, and of the piece as it leaves the process. */
  readonly poured: number;
  readonly made: number;
  /** What had to be assumed about the model. */
  readonly assumed: readonly Finding[];
}

/** A process: what it makes of a part in a material. */
export type Make<Of> = (part: Part, material: Of) => Making;

/** Said wherever a hull was needed and only its upper bound is known. */
export const hullAssumed = ({ hullCm3 }: Part): Finding[] => {
  if (hullCm3 !== undefined) return [];
  const message = "The model's hull is not known yet, so its box was taken: a closer look can only lower the price.";
  return [finding("pricing/hull-assumed", message)];
};

/** Minor units for so many seconds of a machine. */
export const machineMinor = (seconds: number, minorPerHour: number): number => (seconds / 3600) * minorPerHour;

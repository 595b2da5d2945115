import type { Dmls } from "#contracts/pricing/material.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { line } from "../lines.ts";
import { gapAtMostCm3, type Part } from "../part.ts";
import { hullAssumed, type Make } from "./making.ts";

/** Hours of the laser: (V + k·(hull − V)) / build rate (docs.phas.io, metal LPBF; k = 0.4 for dense supports). */
export function buildHours(part: Part, { supportPermille, buildMm3PerHour }: Dmls): number {
  return ((part.volumeCm3 + (gapAtMostCm3(part) * supportPermille) / 1000) * 1000) / buildMm3PerHour;
}

export const dmls: Make<Dmls> = (part, material) => {
  // As published, the powder in the supports is not charged: the time they take is.
  const grams = part.volumeCm3 * material.densityGramsPerCm3;
  const lines = [
    line("material", material.name, roundMinor((grams * material.minorPerKilogram) / 1000)),
    line("machine", "Laser time", roundMinor(buildHours(part, material) * material.machineMinorPerHour)),
    line("handling", "Off the plate, supports removed", material.handlingMinor),
  ];
  return { lines, poured: grams, made: grams, assumed: hullAssumed(part) };
};

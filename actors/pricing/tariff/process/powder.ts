import type { Powder } from "#contracts/pricing/material.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { line } from "../lines.ts";
import { hullAtMostCm3, type Part } from "../part.ts";
import { hullAssumed, type Make } from "./making.ts";

/**
 * Room in the chamber, cm³: the box and a gap to its neighbours, (X + 1)(Y + 1)(Z + 1) mm³ at 3dpeople.uk/sls-pricing;
 * or what wraps the piece (docs.phas.io, powder bed), of which the hull is an upper bound.
 */
export function roomCm3(part: Part, { room, gapMicrometres }: Powder): number {
  if (room === "wrap") return hullAtMostCm3(part);
  const [x, y, z] = part.sidesCm.map((side) => side + gapMicrometres / 1e4) as [number, number, number];
  return x * y * z;
}

export const powder: Make<Powder> = (part, material) => {
  const grams = part.volumeCm3 * material.densityGramsPerCm3;
  const lines = [
    line("material", material.name, roundMinor(roomCm3(part, material) * material.minorPerCm3)),
    line("handling", "Depowdering", material.handlingMinor),
  ];
  const assumed = material.room === "wrap" ? hullAssumed(part) : [];
  return { lines, poured: grams, made: grams, assumed };
};

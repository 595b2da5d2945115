import type { Resin } from "#contracts/pricing/material.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { line } from "../lines.ts";
import { gapAtMostCm3, type Part } from "../part.ts";
import { hullAssumed, type Make, machineMinor } from "./making.ts";

/**
 * resin = V + k·(hull − V) + film·A (hcl.dev, k about 10 %, film about 0.05 mm), in cm³: the piece, its supports, what
 * is washed off.
 */
export function resinCm3(part: Part, { supportPermille, filmMicrometres }: Resin): number {
  return part.volumeCm3 + (gapAtMostCm3(part) * supportPermille) / 1000 + (part.areaCm2 * filmMicrometres) / 1e4;
}

/**
 * Layers × seconds each, plus tracing for a laser (docs.phas.io/pricing/deep-dive/process-deep-dives/sla-dlp-lcm):
 * what a laser traces in all layers together is the solid volume.
 */
export function printSeconds(part: Part, { layerMicrometres, secondsPerLayer, secondsPerCm3 }: Resin): number {
  // A height that is whole layers in decimals may miss that by a last digit in binary.
  const layers = Math.ceil((part.sidesCm[2] * 1e4) / layerMicrometres - 1e-6);
  return layers * secondsPerLayer + part.volumeCm3 * secondsPerCm3;
}

export const resin: Make<Resin> = (part, material) => {
  const used = resinCm3(part, material);
  const machine = machineMinor(printSeconds(part, material), material.machineMinorPerHour);
  const lines = [
    line("material", material.name, roundMinor((used * material.minorPerLitre) / 1000)),
    line("machine", "Printing", roundMinor(machine)),
    line("handling", "Washing, curing, supports removed", material.handlingMinor),
  ];
  const { densityGramsPerCm3 } = material;
  return {
    lines,
    poured: used * densityGramsPerCm3,
    made: part.volumeCm3 * densityGramsPerCm3,
    assumed: hullAssumed(part),
  };
};

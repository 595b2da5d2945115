import type { Fdm } from "#contracts/pricing/material.ts";
import { roundMinor } from "#contracts/shared/money.ts";
import { line } from "../lines.ts";
import { type Part, supportAtMostCm3 } from "../part.ts";
import { hullAssumed, type Make, machineMinor } from "./making.ts";

/** Filament in cm³: walls, the infill between them, supports. */
interface Extruded {
  readonly wall: number;
  readonly infill: number;
  readonly support: number;
}

/**
 * wall = min(V, A·nozzle·walls), infill = (V − wall)·density (docs.phas.io, FDM filament extrusion). Supports are taken
 * from the gap to the hull there; where less than that is below overhangs, from what is.
 */
export function extruded(part: Part, material: Fdm): Extruded {
  const { nozzleMicrometres, walls, infillPermille, supportPermille } = material;
  const wall = Math.min(part.volumeCm3, (part.areaCm2 * nozzleMicrometres * walls) / 1e4);
  const infill = ((part.volumeCm3 - wall) * infillPermille) / 1000;
  return { wall, infill, support: (supportAtMostCm3(part) * supportPermille) / 1000 };
}

/**
 * t = (wall/q_wall + (infill + support)/q_infill)·(1 + overhead)·(1 + penalty·wallShare²), where q is nozzle × layer ×
 * speed (docs.phas.io). Their example prints 3.7 hours where this formula gives 3.85.
 */
export function printSeconds({ wall, infill, support }: Extruded, material: Fdm): number {
  const { nozzleMicrometres, layerMicrometres, speedMmPerSecond } = material;
  const cm3PerSecond = (nozzleMicrometres * layerMicrometres * speedMmPerSecond) / 1e9;
  const onWalls = (wall * 1000) / material.wallSpeedPermille;
  const elsewhere = ((infill + support) * 1000) / material.infillSpeedPermille;
  const extruding = (onWalls + elsewhere) / cm3PerSecond;
  const wallShare = wall / (wall + infill);
  const penalty = (material.wallPenaltyPermille / 1000) * wallShare ** 2;
  return extruding * (1 + material.overheadPermille / 1000) * (1 + penalty);
}

export const fdm: Make<Fdm> = (part, material) => {
  const cm3 = extruded(part, material);
  const made = (cm3.wall + cm3.infill) * material.densityGramsPerCm3;
  const poured = made + cm3.support * material.densityGramsPerCm3;
  const machine = machineMinor(printSeconds(cm3, material), material.machineMinorPerHour);
  const lines = [
    line("material", material.name, roundMinor((poured * material.minorPerKilogram) / 1000)),
    line("machine", "Printing", roundMinor(machine)),
    line("handling", "Supports removed", material.handlingMinor),
  ];
  return { lines, poured, made, assumed: part.supportCm3 === 0 ? [] : hullAssumed(part) };
};

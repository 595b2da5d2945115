import type { Dmls, Fdm, Powder, Resin } from "#contracts/pricing/material.ts";

const resins: Readonly<Record<string, Resin>> = {
  "castable-resin": {
    kind: "resin",
    name: "Castable resin pattern",
    densityGramsPerCm3: 1.12,
    minorPerLitre: 320_00,
    supportPermille: 100,
    filmMicrometres: 50,
    layerMicrometres: 50,
    // A projector: a layer takes as long whatever is in it.
    secondsPerLayer: 8,
    secondsPerCm3: 0,
    machineMinorPerHour: 6_00,
    handlingMinor: 4_00,
    setupMinor: 8_00,
    chamberMm: [190, 120, 200],
  },
  "standard-resin": {
    kind: "resin",
    name: "Standard resin, SLA",
    densityGramsPerCm3: 1.18,
    minorPerLitre: 140_00,
    supportPermille: 100,
    filmMicrometres: 50,
    layerMicrometres: 100,
    secondsPerLayer: 10,
    secondsPerCm3: 75,
    machineMinorPerHour: 5_00,
    handlingMinor: 3_00,
    setupMinor: 8_00,
    chamberMm: [330, 330, 300],
  },
};

const filaments: Readonly<Record<string, Fdm>> = {
  pla: {
    kind: "fdm",
    name: "PLA, FDM",
    densityGramsPerCm3: 1.24,
    minorPerKilogram: 28_00,
    nozzleMicrometres: 400,
    layerMicrometres: 200,
    walls: 3,
    infillPermille: 200,
    supportPermille: 100,
    speedMmPerSecond: 60,
    wallSpeedPermille: 500,
    infillSpeedPermille: 1000,
    overheadPermille: 300,
    wallPenaltyPermille: 500,
    machineMinorPerHour: 8_00,
    handlingMinor: 1_00,
    setupMinor: 6_00,
    chamberMm: [250, 210, 210],
  },
};

const powders: Readonly<Record<string, Powder>> = {
  "pa12-sls": {
    kind: "powder",
    name: "Nylon PA12, SLS",
    densityGramsPerCm3: 0.95,
    room: "box",
    minorPerCm3: 13,
    gapMicrometres: 1_000,
    handlingMinor: 1_50,
    minimumPieceMinor: 4_00,
    setupMinor: 10_00,
    chamberMm: [330, 330, 600],
    leadDays: 1,
  },
  "pa12-mjf": {
    kind: "powder",
    name: "Nylon PA12, MJF",
    densityGramsPerCm3: 1.01,
    room: "wrap",
    minorPerCm3: 18,
    gapMicrometres: 0,
    handlingMinor: 1_50,
    minimumPieceMinor: 4_00,
    setupMinor: 10_00,
    setupDiscounted: true,
    chamberMm: [380, 284, 380],
    leadDays: 1,
  },
};

const metals: Readonly<Record<string, Dmls>> = {
  "steel-316l": {
    kind: "dmls",
    name: "Stainless steel 316L, DMLS",
    densityGramsPerCm3: 7.9,
    minorPerKilogram: 100_00,
    supportPermille: 400,
    buildMm3PerHour: 5_000,
    machineMinorPerHour: 130_00,
    handlingMinor: 25_00,
    setupMinor: 150_00,
    chamberMm: [250, 250, 300],
    leadDays: 3,
  },
};

/** What the demonstration prints. Rates are near published ones; figures are examples, not an offer. */
export const printed = { ...resins, ...filaments, ...powders, ...metals };

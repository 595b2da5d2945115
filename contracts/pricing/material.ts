import { z } from "zod";
import { Amount, CatalogueCode, Days, Name, Permille } from "./code.ts";

const Micrometres = z.int().min(1).max(100_000);
const Density = z.number().positive().max(30);
const PerHour = Amount;
/** Millimetres of the largest thing the machine makes, in any order. */
const Chamber = z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]);

/** What every material says, however it is made into things. */
const common = {
  name: Name,
  densityGramsPerCm3: Density,
  /** Days it adds to the lead time: the metal or powder has to come, the furnace to be free. */
  leadDays: Days.optional(),
  /** A piece costs at least this, before finishing. */
  minimumPieceMinor: Amount.optional(),
  /** Once per order of a model, in place of the book's. */
  setupMinor: Amount.optional(),
  /** Whether quantity breaks apply to the setup as well. */
  setupDiscounted: z.boolean().optional(),
  chamberMm: Chamber.optional(),
};

/** Lost-wax casting in a precious or base metal. Books of the first release had no other process and named none. */
export const Casting = z.strictObject({
  kind: z.literal("casting").default("casting"),
  ...common,
  /** The metal whose fix sets the price of the fine metal, such as gold; without one the figure below stands. */
  metal: CatalogueCode.optional(),
  /** Price of the fine metal (of the material itself where the purity is 1000), per kilogram to stay an integer. */
  fineMinorPerKilogram: Amount,
  purityPermille: Permille,
  /** Sprue and button, poured but not part of the piece. */
  sprueAllowancePermille: Permille,
  /** Melt lost to slag and spilling. */
  castingLossPermille: Permille,
  /** Weight a casting comes out below its model, because the mould and the metal shrink. */
  shrinkagePermille: Permille,
  markupPermille: z.int().min(0).max(10_000),
  /** Per piece. */
  castingFeeMinor: Amount,
});
export type Casting = z.infer<typeof Casting>;

/** Vat photopolymerisation (SLA, DLP), castable patterns too. */
export const Resin = z.strictObject({
  kind: z.literal("resin"),
  ...common,
  minorPerLitre: Amount,
  /** Share of the space between the model and its convex hull that becomes support. */
  supportPermille: Permille,
  /** Resin that clings to the surface and is washed off. */
  filmMicrometres: z.int().min(0).max(1_000),
  layerMicrometres: Micrometres,
  /** A projector's exposure, or a laser machine's recoating: the same for every layer. */
  secondsPerLayer: z.number().nonnegative().max(600),
  /** What a laser needs to trace a cubic centimetre; 0 for projectors. */
  secondsPerCm3: z.number().nonnegative().max(100_000),
  machineMinorPerHour: PerHour,
  /** Per piece, for washing, curing and taking supports off. */
  handlingMinor: Amount,
});
export type Resin = z.infer<typeof Resin>;

/** Filament extrusion. */
export const Fdm = z.strictObject({
  kind: z.literal("fdm"),
  ...common,
  minorPerKilogram: Amount,
  nozzleMicrometres: Micrometres,
  layerMicrometres: Micrometres,
  walls: z.int().min(1).max(50),
  infillPermille: Permille,
  supportPermille: Permille,
  speedMmPerSecond: z.number().positive().max(2_000),
  /** Walls and infill go at these shares of the speed. */
  wallSpeedPermille: z.int().min(1).max(1_000),
  infillSpeedPermille: z.int().min(1).max(2_000),
  /** Travel, heating and changes of layer, on top of extruding. */
  overheadPermille: z.int().min(0).max(5_000),
  /** How much longer a piece takes that is all wall: corners, short lines. */
  wallPenaltyPermille: z.int().min(0).max(5_000),
  machineMinorPerHour: PerHour,
  handlingMinor: Amount,
});
export type Fdm = z.infer<typeof Fdm>;

/** Powder beds (SLS, MJF): pieces pay for the room they take up, by their box or by what wraps them. */
export const Powder = z.strictObject({
  kind: z.literal("powder"),
  ...common,
  room: z.enum(["box", "wrap"]),
  minorPerCm3: z.number().nonnegative().max(1e9),
  /** What keeps neighbours apart, added to each side of the box as a whole. */
  gapMicrometres: z.int().min(0).max(100_000),
  handlingMinor: Amount,
});
export type Powder = z.infer<typeof Powder>;

/** Laser powder bed fusion of metal (DMLS, SLM): machine time dominates. */
export const Dmls = z.strictObject({
  kind: z.literal("dmls"),
  ...common,
  minorPerKilogram: Amount,
  supportPermille: Permille,
  buildMm3PerHour: z.int().min(1).max(10_000_000),
  machineMinorPerHour: PerHour,
  handlingMinor: Amount,
});
export type Dmls = z.infer<typeof Dmls>;

/** A material, how it is made into things, and what that costs. */
// A casting may leave its kind out, which the tag alone would not find: then all are tried.
export const Material = z.discriminatedUnion("kind", [Casting, Resin, Fdm, Powder, Dmls], { unionFallback: true });
export type Material = z.infer<typeof Material>;

export const Process = z.enum(["casting", "resin", "fdm", "powder", "dmls"]);
export type Process = Material["kind"];

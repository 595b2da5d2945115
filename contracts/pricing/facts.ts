import { z } from "zod";
import { Finding, hasError } from "./finding.ts";
import { FileUnit } from "./unit.ts";

const Point = z.tuple([z.number(), z.number(), z.number()]);

/** Axis-aligned bounding box in the file's own unit. */
export const Box = z.object({ min: Point, max: Point });
export type Box = z.infer<typeof Box>;

/**
 * What would need supports if a model were built in one direction: the area in the shadow of triangles that lean out by
 * more than 45°, those on the ground included, and the volume between them and the ground, which is the most that supports take.
 */
export const Overhang = z.object({ area: z.number().nonnegative(), supportMax: z.number().nonnegative() });
export type Overhang = z.infer<typeof Overhang>;

export const ModelFormat = z.enum([
  "stl-binary",
  "stl-ascii",
  "obj",
  "ply-ascii",
  "ply-binary",
  "off",
  "3mf",
  "glb",
  "step",
  "unknown",
]);
export type ModelFormat = z.infer<typeof ModelFormat>;

/**
 * What a model file is, in its own unit (volume cubed, area squared): a pure function of the file's
 * bytes and the analyser's version, stored once per content hash. A price is computed from it and never changes it.
 * `volume` is null when there is none to trust, `area` and `bbox` when not all triangles could be read;
 * then an error among the findings says why.
 */
export const ModelFacts = z
  .object({
    /** What read it and its version, such as geometry/2; another version may give other last digits. */
    analyser: z.string().regex(/^[a-z0-9]+\/[0-9]+$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    format: ModelFormat,
    bytes: z.int().nonnegative(),
    triangles: z.int().nonnegative(),
    volume: z.number().positive().nullable(),
    area: z.number().nonnegative().nullable(),
    bbox: Box.nullable(),
    /** The unit the file states. Null where it states none, as in facts stored before other formats than STL were read. */
    units: FileUnit.nullable().default(null),
    /** Whether the surface encloses something; null where it is not known. */
    closed: z.boolean().nullable().default(null),
    /** How many connected surfaces there are; null until somebody counted. */
    shells: z.int().nonnegative().nullable().default(null),
    /** Where the weight of a closed model sits. */
    centre: Point.optional(),
    /** By the direction it could be built in: +x, +y, +z, then -x, -y, -z. */
    overhang: z.array(Overhang).length(6).optional(),
    /** Volume of the convex hull, once somebody has looked closely. */
    hull: z.number().nonnegative().nullable().optional(),
    findings: z.array(Finding),
  })
  .refine((facts) => (facts.volume !== null && facts.area !== null) || hasError(facts.findings), {
    path: ["findings"],
    message: "must say why there is no volume or area",
  });
export type ModelFacts = z.infer<typeof ModelFacts>;

import { z } from "zod";

/** The unit of a model's coordinates. Where the file states none, the customer does; it is never guessed. */
export const Unit = z.enum(["mm", "cm", "m", "inch"]);
export type Unit = z.infer<typeof Unit>;

export const mmPerUnit: Readonly<Record<Unit, number>> = { mm: 1, cm: 10, m: 1000, inch: 25.4 };

/** The units a file can state, by the names 3MF gives them. */
export const FileUnit = z.enum(["micron", "millimeter", "centimeter", "inch", "foot", "meter"]);
export type FileUnit = z.infer<typeof FileUnit>;

export const mmPerFileUnit: Readonly<Record<FileUnit, number>> = {
  micron: 0.001,
  millimeter: 1,
  centimeter: 10,
  inch: 25.4,
  foot: 304.8,
  meter: 1000,
};

import { z } from "zod";

/** The unit of a model's coordinates. STL states none, so the customer does; it is never guessed. */
export const Unit = z.enum(["mm", "cm", "m", "inch"]);
export type Unit = z.infer<typeof Unit>;

export const mmPerUnit: Readonly<Record<Unit, number>> = { mm: 1, cm: 10, m: 1000, inch: 25.4 };

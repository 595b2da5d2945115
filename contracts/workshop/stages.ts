/** Where an approved order stands, in order: each stage has a duration that is expected of it. Pages read this without zod. */
export const stages = ["queue", "making", "made", "packing"] as const;
export type Stage = (typeof stages)[number];
/** Stands for every skill there is. */
export const everySkill = "*";

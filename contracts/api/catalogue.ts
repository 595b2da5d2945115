import { z } from "zod";
import { Process } from "../pricing/material.ts";

const Named = z.object({ code: z.string(), name: z.string() });

/** What can be ordered: the codes a choice may name. Prices come with an order, from the same book. */
export const Catalogue = z
  .object({
    bookVersion: z.int(),
    currency: z.string(),
    materials: z.array(Named.extend({ process: Process })),
    finishings: z.array(Named.extend({ processes: z.array(Process).describe("what it is for") })),
    leadTimes: z.array(Named.extend({ days: z.int() })).describe("materials and finishings may add days"),
    stones: z.array(z.object({ stone: z.string(), setting: z.string(), upToMm: z.number() })),
    goods: z.array(Named.extend({ unitNet: z.int() })),
    countries: z.array(z.string()),
  })
  .meta({ id: "Catalogue" });
export type Catalogue = z.infer<typeof Catalogue>;

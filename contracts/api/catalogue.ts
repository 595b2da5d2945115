import { z } from "zod";

const Named = z.object({ code: z.string(), name: z.string() });

/** What can be ordered: the codes a choice may name. Prices come with an order, from the same book. */
export const Catalogue = z
  .object({
    bookVersion: z.int(),
    currency: z.string(),
    materials: z.array(Named),
    finishings: z.array(Named),
    goods: z.array(Named.extend({ unitNet: z.int() })),
    countries: z.array(z.string()),
  })
  .meta({ id: "Catalogue" });
export type Catalogue = z.infer<typeof Catalogue>;

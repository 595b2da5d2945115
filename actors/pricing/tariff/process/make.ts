import type { Material, Process } from "#contracts/pricing/material.ts";
import type { Part } from "../part.ts";
import { casting } from "./casting.ts";
import { dmls } from "./dmls.ts";
import { fdm } from "./fdm.ts";
import type { Make, Making } from "./making.ts";
import { powder } from "./powder.ts";
import { resin } from "./resin.ts";

/** A row a process; one that is missing does not compile. */
const processes: { readonly [Kind in Process]: Make<Extract<Material, { kind: Kind }>> } = {
  casting,
  resin,
  fdm,
  powder,
  dmls,
};

/** What making one piece of a part in a material costs, by the process the material names. */
export const make = (part: Part, material: Material): Making =>
  (processes[material.kind] as Make<Material>)(part, material);

import { z } from "zod";
import { Stones } from "../pricing/stones.ts";
import { Unit } from "../pricing/unit.ts";
import { ModelId } from "../shared/ids.ts";

/** Where an order came in. */
export const Channel = z.enum(["shop", "partner", "crm"]);
export type Channel = z.infer<typeof Channel>;

/** A 3D model an order is made from. `sha256` is known once the bytes have been read. */
export const ModelRef = z.strictObject({
  modelId: ModelId,
  name: z.string().min(1).max(200),
  unit: Unit,
  bytes: z.int().nonnegative(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type ModelRef = z.infer<typeof ModelRef>;

/** What is ordered: made from a model that comes later, or a ready-made thing of the catalogue. */
export const Goods = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("model") }),
  z.strictObject({ kind: z.literal("ready-made"), sku: z.string().min(1).max(64) }),
]);
export type Goods = z.infer<typeof Goods>;

/** How it shall be made. Ready-made goods have a quantity only. */
export const Choice = z.strictObject({
  material: z.string().min(1).max(64).optional(),
  finishing: z.string().min(1).max(64).optional(),
  quantity: z.int().min(1).max(100_000),
  /** How soon, by the price book's names; the standard when left out. */
  leadTime: z.string().min(1).max(64).optional(),
  stones: z.array(Stones).max(50).optional(),
});
export type Choice = z.infer<typeof Choice>;

export const Reason = z.string().trim().min(3).max(500);
export const TrackingNumber = z.string().regex(/^[A-Za-z0-9-]{4,64}$/, "must be 4 to 64 letters, digits or dashes");
export const CarrierName = z.string().trim().min(1).max(64);

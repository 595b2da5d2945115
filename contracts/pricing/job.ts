import { z } from "zod";
import { OrderId, QuoteId } from "../shared/ids.ts";
import { fnv1a32 } from "../shared/subjects.ts";

const work = { submission: z.int().positive(), trace: z.string().optional() };
/** Work for a pricing node: price this submission of this order or quote. */
export const PricingJob = z.union([
  z.strictObject({ orderId: OrderId, ...work }),
  z.strictObject({ quoteId: QuoteId, ...work }),
]);
export type PricingJob = z.infer<typeof PricingJob>;

/** What the job is to put a price on. */
export const targetOf = (job: PricingJob): OrderId | QuoteId => ("quoteId" in job ? job.quoteId : job.orderId);

/** Lanes keep a monster from standing in front of a ring: each has workers of its own. */
export const lanes = ["small", "large"] as const;
export type Lane = (typeof lanes)[number];

/** Models above this size wait among their own kind. */
const largeBytes = 64 * 1024 * 1024;
const shardCount = 32;

/** The lane of a model by its size; ready-made goods have no model and are small. */
export const laneOf = (bytes: number | undefined): Lane => ((bytes ?? 0) > largeBytes ? "large" : "small");

/** The shard of a content hash (or of an order id while the hash is not known), 0 to 31. */
export const shardOf = (hash: string): number => fnv1a32(hash) % shardCount;

import { z } from "zod";
import { OrderId, QuoteId } from "../shared/ids.ts";
import { fnv1a32 } from "../shared/subjects.ts";

const trace = z.string().optional();
const work = { submission: z.int().positive(), trace };
/** Work for a pricing node: price this submission of this order or quote. */
export const PricingJob = z.union([
  z.strictObject({ orderId: OrderId, ...work }),
  z.strictObject({ quoteId: QuoteId, ...work }),
]);
export type PricingJob = z.infer<typeof PricingJob>;

const look = { examine: z.string().regex(/^[0-9a-f]{64}$/), trace };
/** Work for a pricing node: look closely at the model this order or quote was priced from, known by its content hash. */
export const ExaminationJob = z.union([
  z.strictObject({ orderId: OrderId, ...look }),
  z.strictObject({ quoteId: QuoteId, ...look }),
]);
export type ExaminationJob = z.infer<typeof ExaminationJob>;

export const Job = z.union([PricingJob, ExaminationJob]);
export type Job = z.infer<typeof Job>;

/** What the job is to put a price on, or whose model it is to look at. */
export const targetOf = (job: Job): OrderId | QuoteId => ("quoteId" in job ? job.quoteId : job.orderId);

/** The same job put on the queue twice is one. */
export const jobId = (job: Job): string =>
  "examine" in job ? `examine:${job.examine}` : `${targetOf(job)}:${job.submission}`;

/**
 * Lanes keep a monster from standing in front of a ring: each has workers of its own. Prices are never kept waiting for
 * a closer look at a model.
 */
export const lanes = ["small", "large", "examination"] as const;
export type Lane = (typeof lanes)[number];

/** Models above this size wait among their own kind. */
const largeBytes = 64 * 1024 * 1024;
/** Fixed: a job's shard is part of its subject. */
export const shardCount = 32;

/** The lane in which a model of this size is priced; ready-made goods have no model and are small. */
export const laneOf = (bytes: number | undefined): Lane => ((bytes ?? 0) > largeBytes ? "large" : "small");

/** The shard of a content hash (or of an order id while the hash is not known), 0 to 31. */
export const shardOf = (hash: string): number => fnv1a32(hash) % shardCount;

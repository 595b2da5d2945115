import type { ProcessManager } from "../runtime/processes/process-manager.ts";
import { modelStoring } from "./model-storing.ts";
import { priceDeadline } from "./price-deadline.ts";
import { type JobRequest, pricing } from "./pricing.ts";
import { production } from "./production.ts";
import { promises } from "./promises.ts";
import { quotedOrders } from "./quoted-orders.ts";

/** Every kind of job that process managers of this release hand over. */
export type Job = JobRequest;

/** Every process manager of this release. */
export const managers: readonly ProcessManager<Job>[] = [
  pricing,
  priceDeadline,
  modelStoring,
  quotedOrders,
  production,
  promises,
];

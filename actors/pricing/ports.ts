import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { PricingJob } from "#contracts/pricing/job.ts";

/** Facts by content hash: written once, the same for everybody who brings the same bytes. */
export interface FactsStore {
  get(sha256: string): Promise<ModelFacts | undefined>;
  /** Keeps the first; a second writer of the same content changes nothing. */
  put(facts: ModelFacts): Promise<void>;
}

/** Where model files lie. Throws ObjectMissing when the key is not there, anything else when the store does not answer. */
export interface ModelStore {
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
}
export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}

/** A job as its worker holds it. */
export interface HeldJob {
  readonly job: PricingJob;
  /** No further delivery follows this one. */
  readonly isLastTry: boolean;
  /** Tells the queue that it is still being worked on. */
  readonly stillWorking: () => void;
}
export type Work = (held: HeldJob) => Promise<void>;

import type { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Job } from "#contracts/pricing/job.ts";
import type { ModelTopology } from "#contracts/pricing/topology.ts";

/** What is known of models by their content hash: written once, the same for everybody who brings the same bytes. */
export interface ContentStore<Known extends { readonly sha256: string }> {
  get(sha256: string): Promise<Known | undefined>;
  /** Keeps the first; a second writer of the same content changes nothing. */
  put(known: Known): Promise<void>;
}
export type FactsStore = ContentStore<ModelFacts>;
export type TopologyStore = ContentStore<ModelTopology>;

/** Where model files lie. Throws ObjectMissing when the key is not there, anything else when the store does not answer. */
export interface ModelStore {
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Where a process without keys can get the object, in ranges, for as long as a job may take. Does not look whether it is there. */
  address(key: string): Promise<string>;
}
export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}

/** A job as its worker holds it. */
export interface HeldJob<Kind = Job> {
  readonly job: Kind;
  /** No further delivery follows this one. */
  readonly isLastTry: boolean;
  /** Tells the queue that it is still being worked on. */
  readonly stillWorking: () => void;
}
export type Work<Kind = Job> = (held: HeldJob<Kind>) => Promise<void>;

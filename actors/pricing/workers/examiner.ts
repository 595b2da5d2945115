import type { ModelTopology } from "#contracts/pricing/topology.ts";
import type { Bytes, StoredModel } from "./source.ts";

/**
 * Looks closely at a model, in bounded time and memory, and says in a finding what was not examined for lack of them. The
 * bytes are those whose hash is given. Throws WorkerEnded when a worker was ended by something else, and what keeps the
 * bytes from being read.
 */
export interface Examiner {
  examine(sha256: string, bytes: Bytes): Promise<ModelTopology>;
  /** Has a worker get the bytes, too; undefined when they turn out to be others. */
  examineStored(sha256: string, model: StoredModel): Promise<ModelTopology | undefined>;
  /** Ends the workers; what they were at throws WorkerEnded. */
  close(): void;
}

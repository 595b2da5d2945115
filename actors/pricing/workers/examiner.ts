import type { ModelTopology } from "#contracts/pricing/topology.ts";
import type { Bytes } from "./worker-process.ts";

/**
 * Looks closely at a model, in bounded time and memory, and says in a finding what was not examined for lack of them. The
 * bytes are those whose hash is given. Throws WorkerEnded when a worker was ended by something else.
 */
export interface Examiner {
  examine(sha256: string, bytes: Bytes): Promise<ModelTopology>;
  /** Ends the workers; what they were at throws WorkerEnded. */
  close(): void;
}

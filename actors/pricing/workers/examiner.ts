import type { ModelTopology } from "#contracts/pricing/topology.ts";

/**
 * Looks closely at a model. Answers always, in bounded time and memory, and says in a finding what was not examined. The
 * bytes are those whose hash is given.
 */
export interface Examiner {
  examine(sha256: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ModelTopology>;
  /** Ends the workers; what they were at is answered as not examined. */
  close(): void;
}

import { JetStreamApiError } from "@nats-io/jetstream";

/**
 * What a cluster answers that has just started: its leader has not heard of enough servers yet, or there is no leader
 * (errors.json of nats-server: no peers for a placement, not available, no leader).
 */
const unsettled = new Set([10005, 10008, 10009]);
const waitedMs = 30_000;
const pauseMs = 250;

/** Does what can be done again, and does it again while the cluster is still finding itself, for half a minute. */
export async function whenSettled<T>(work: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + waitedMs; ; await Bun.sleep(pauseMs)) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof JetStreamApiError && unsettled.has(error.code);
      if (!passes || performance.now() > until) throw error;
    }
  }
}

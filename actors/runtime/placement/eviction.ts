import type { Pause } from "../log/append.ts";
import { hostsAmong, type NodeInfo, Ranking } from "./placement.ts";

/** Aggregates looked at in one go; between two goes others get their turn. */
const sliceSize = 1_000;

export interface EvictionDeps {
  readonly self: string;
  readonly host: { readonly idle: () => readonly string[]; readonly passivate: (id: string) => void };
  readonly nodes: () => readonly NodeInfo[];
  readonly pause: Pause;
}

/**
 * Forgets the aggregates that another node ranks first for, whenever the hosts are others than the last time. They are
 * asked for elsewhere from now on; what stayed here would only cost memory, and be found stale when they come back.
 */
export function evictor({ self, host, nodes, pause }: EvictionDeps): () => Promise<void> {
  let settled = "";
  return async () => {
    const hosts = hostsAmong(nodes());
    const now = hosts.map(({ id, capacity }) => `${id}*${capacity}`).sort();
    if (now.join() === settled) return;
    settled = now.join();
    const ranking = new Ranking(hosts);
    const idle = host.idle();
    for (let start = 0; start < idle.length; start += sliceSize) {
      for (const id of idle.slice(start, start + sliceSize)) if (ranking.first(id)?.id !== self) host.passivate(id);
      await pause(0);
    }
  };
}

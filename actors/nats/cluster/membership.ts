import { setTimeout as sleep } from "node:timers/promises";
import type { NodeLoad, NodeState } from "#contracts/cluster/lease.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { NodeInfo } from "../../runtime/placement/placement.ts";
import type { Nats } from "../connection.ts";
import { leaseBucket } from "./lease-bucket.ts";
import { LeaseView, renewMs } from "./lease-view.ts";

/** A mark that this node has not heard back itself within this is taken for heard by the others, ms. */
const heardWithinMs = 500;

export interface Membership {
  /** The nodes whose leases are alive, this one included; the same array as long as nothing has changed. */
  readonly nodes: () => readonly NodeInfo[];
  /** Tells the others what this node is from now on; resolves when they can have heard it. */
  readonly become: (state: NodeState) => Promise<void>;
  readonly leave: () => Promise<void>;
}

export interface MembershipDeps {
  /** Of the bucket. */
  readonly replicas: number;
  /** By the monotonic clock, ms. */
  readonly now: () => number;
  /** What this node has to do just now; `loopDelayMs` is measured here. */
  readonly load: () => Omit<NodeLoad, "loopDelayMs">;
  /** Told why announcing failed, which is tried again, and of another process under this node's id. */
  readonly report: (error: unknown) => void;
}

/** Two processes have one id: the log keeps them apart, and every command sent there is worked on twice. */
export class NodeIdTaken extends Error {
  override readonly name = "NodeIdTaken";
}

/** This node's own lease, and hearing it come back. */
class Self {
  #heard = Promise.withResolvers<void>();

  constructor(public lease: NodeInfo) {}

  become(state: NodeState): Promise<void> {
    this.lease = { ...this.lease, state };
    this.#heard = Promise.withResolvers();
    return this.#heard.promise;
  }

  /** False for a lease of another process. */
  hears({ incarnation, state }: NodeInfo): boolean {
    if (incarnation !== this.lease.incarnation) return false;
    if (state === this.lease.state) this.#heard.resolve();
    return true;
  }
}

/**
 * Announces this node, as its lease says it is, and keeps a view of the others. Leases only save wasted work: the log
 * alone decides which of two activations may write, so a wrong view costs a retry and nothing else. Resolves when the
 * node has been announced and knows the others.
 */
export async function joinCluster(
  nats: Nats,
  names: Names,
  lease: NodeInfo,
  { replicas, now, load, report }: MembershipDeps,
): Promise<Membership> {
  const leaving = new AbortController();
  const bucket = leaseBucket(nats, names, replicas);
  const view = new LeaseView(lease.id, now);
  const self = new Self(lease);
  view.saw(lease);
  const saw = (node: NodeInfo) => {
    if (node.id !== self.lease.id) return view.saw(node);
    if (self.hears(node)) return view.saw(self.lease);
    if (node.state !== "draining") report(new NodeIdTaken(`another process is announced as ${node.id}`));
  };
  const listening = bucket.listen({ saw, lost: (id) => view.lost(id) });
  const announce = async (loopDelayMs: number): Promise<void> => {
    self.lease = { ...self.lease, load: { ...load(), loopDelayMs } };
    await bucket.renew(self.lease);
  };
  const renewForEver = async () => {
    let loopDelayMs = 0;
    while (!leaving.signal.aborted) {
      // What cannot be written may have lost its bucket.
      await announce(loopDelayMs).catch((error: unknown) => bucket.ensure().catch(() => report(error)));
      const slept = now();
      await sleep(renewMs, undefined, { signal: leaving.signal }).catch(() => {});
      loopDelayMs = Math.max(0, Math.round(now() - slept - renewMs));
    }
  };

  await bucket.ensure().catch(report);
  await announce(0).catch(report);
  for (const node of await bucket.read().catch(() => [])) if (node.id !== lease.id) view.saw(node);
  const renewing = renewForEver();
  return {
    nodes: () => view.nodes(),
    become: async (state) => {
      const heard = self.become(state);
      view.saw(self.lease);
      await announce(self.lease.load.loopDelayMs).catch(report);
      await Promise.race([heard, sleep(heardWithinMs)]);
    },
    leave: async () => {
      leaving.abort();
      await renewing;
      listening.unsubscribe();
      await bucket.remove(lease.id).catch(() => {}); // The lease runs out by itself.
    },
  };
}

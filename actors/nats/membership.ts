import { StorageType } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import type { Names } from "#contracts/shared/subjects.ts";
import type { NodeInfo } from "../runtime/placement.ts";
import type { Nats } from "./connection.ts";

/** A node that has not renewed for this long is taken for gone. */
const leaseMs = 6_000;
/** So that a lease survives two lost renewals. */
const renewMs = leaseMs / 3;

export interface Membership {
  /** The nodes whose leases are alive, this one included. */
  readonly nodes: () => NodeInfo[];
  /** Tells the others not to send here any more. */
  readonly drain: () => Promise<void>;
  readonly leave: () => Promise<void>;
}

async function openBucket({ js }: Nats, names: Names): Promise<KV> {
  return new Kvm(js).create(names.bucket("nodes"), { ttl: leaseMs, storage: StorageType.Memory, history: 1 });
}

/**
 * Announces this node and keeps a view of the others. Leases only save wasted work: the log alone decides which of
 * two activations may write, so a wrong view costs a retry and nothing else.
 */
export async function joinCluster(nats: Nats, names: Names, self: NodeInfo, now: () => number): Promise<Membership> {
  const bucket = await openBucket(nats, names);
  const seen = new Map<string, { node: NodeInfo; at: number }>();
  let me = self;
  const announce = async () => {
    seen.set(me.id, { node: me, at: now() });
    await bucket.put(me.id, JSON.stringify(me));
  };
  const watch = await bucket.watch();
  const follow = async () => {
    for await (const entry of watch) {
      if (entry.operation === "PUT") seen.set(entry.key, { node: entry.json<NodeInfo>(), at: now() });
      else seen.delete(entry.key);
    }
  };
  void follow();
  await announce();
  // A renewal that fails is made up for by the next; the view of the others stays as it was.
  const renewal = setInterval(() => void announce().catch(() => {}), renewMs);
  return {
    // This node needs no lease to know that it is there.
    nodes: () =>
      [...seen.values()].filter(({ node, at }) => node.id === me.id || now() - at < leaseMs).map((s) => s.node),
    drain: async () => {
      me = { ...me, state: "draining" };
      await announce();
    },
    leave: async () => {
      clearInterval(renewal);
      watch.stop();
      await bucket.delete(self.id).catch(() => {}); // The lease runs out by itself.
    },
  };
}

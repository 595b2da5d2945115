import { setTimeout as sleep } from "node:timers/promises";
import { StorageType } from "@nats-io/jetstream";
import { type KV, Kvm, type KvWatchEntry } from "@nats-io/kv";
import type { Names } from "#contracts/shared/subjects.ts";
import type { NodeInfo } from "../runtime/placement.ts";
import type { Nats } from "./connection.ts";
import { LeaseView, leaseMs } from "./lease-view.ts";
import { keepUp } from "./sessions.ts";

/** So that a lease survives two lost renewals. */
const renewMs = leaseMs / 3;

export interface Membership {
  /** The nodes whose leases are alive, this one included. */
  readonly nodes: () => NodeInfo[];
  /** Tells the others not to send here any more. */
  readonly drain: () => Promise<void>;
  readonly leave: () => Promise<void>;
}

export interface MembershipDeps {
  /** Of the bucket; it lives in memory, so one that is not replicated is gone with its server, and made anew. */
  readonly replicas: number;
  /** By the monotonic clock, ms. */
  readonly now: () => number;
  /** Told why announcing failed; it is tried again. */
  readonly report: (error: unknown) => void;
}

/**
 * Announces this node and keeps a view of the others. Leases only save wasted work: the log alone decides which of
 * two activations may write, so a wrong view costs a retry and nothing else. Resolves when the node is announced.
 */
export async function joinCluster(
  nats: Nats,
  names: Names,
  self: NodeInfo,
  { replicas, now, report }: MembershipDeps,
): Promise<Membership> {
  const leaving = new AbortController();
  const view = new LeaseView(self.id, now);
  const { promise: joined, resolve: join } = Promise.withResolvers<void>();
  let me = self;
  let bucket: KV | undefined;
  const announce = async () => {
    await bucket?.put(me.id, JSON.stringify(me));
  };
  const session = async (signal: AbortSignal) => {
    const options = { ttl: leaseMs, storage: StorageType.Memory, history: 1, replicas };
    bucket = await new Kvm(nats.js).create(names.bucket("nodes"), options);
    view.begin();
    const watch = await bucket.watch();
    void follow(watch, view).catch(report);
    try {
      // A watch that does not show this node's own renewals belongs to a bucket that is no more.
      while (!signal.aborted && !view.isSilent()) {
        await announce();
        join();
        await sleep(renewMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      watch.stop();
    }
  };
  view.saw(self);
  const announced = keepUp({ nats, signal: leaving.signal, report }, session);
  await joined;
  return {
    nodes: () => view.nodes(),
    drain: async () => {
      me = { ...me, state: "draining" };
      view.saw(me);
      await announce();
    },
    leave: async () => {
      leaving.abort();
      await announced;
      await bucket?.delete(self.id).catch(() => {}); // The lease runs out by itself.
    },
  };
}

async function follow(watch: AsyncIterable<KvWatchEntry>, view: LeaseView): Promise<void> {
  for await (const entry of watch) {
    if (entry.operation === "PUT") view.saw(entry.json<NodeInfo>());
    else view.lost(entry.key);
  }
}

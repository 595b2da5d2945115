import { StorageType } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import type { Msg } from "@nats-io/transport-node";
import { NodeLease } from "#contracts/cluster/lease.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { Nats } from "../connection.ts";
import { leaseMs } from "./lease-view.ts";

/** A renewal that is not acknowledged within this is tried again with the next, ms. */
const renewWithinMs = 800;

/** What somebody announced; undefined for what is no lease of a kind this release knows. */
function parse(data: Uint8Array): NodeLease | undefined {
  try {
    return NodeLease.safeParse(JSON.parse(new TextDecoder().decode(data))).data;
  } catch {
    return undefined;
  }
}

export interface Heard {
  readonly saw: (lease: NodeLease) => void;
  readonly lost: (nodeId: string) => void;
}

/**
 * The key-value bucket of leases. It is written as a bucket is, and listened to as the subjects it consists of: a
 * plain subscription sees each renewal on its way into the bucket, has no state on any server that could die with
 * it, and goes on when the bucket itself stalls. Only who is new has to read the bucket.
 */
export function leaseBucket({ nc, js }: Nats, names: Names, replicas: number) {
  const bucket = names.bucket("nodes");
  const subject = (nodeId: string) => `$KV.${bucket}.${nodeId}`;
  // In memory: one that is not replicated is gone with its server, and made anew by whoever renews next.
  const options = { ttl: leaseMs, storage: StorageType.Memory, history: 1, replicas };
  const kvm = new Kvm(js);
  const open = () => kvm.create(bucket, options).catch(() => kvm.open(bucket)); // An earlier release's stays as it is.

  const listen = ({ saw, lost }: Heard) => {
    const hear = (error: Error | null, message: Msg) => {
      if (error) return;
      const nodeId = names.aggregateOf(message.subject);
      const lease = message.headers?.get("KV-Operation") ? undefined : parse(message.data);
      if (lease?.id === nodeId) saw(lease);
      else if (message.headers?.get("KV-Operation")) lost(nodeId);
    };
    return nc.subscribe(subject("*"), { callback: hear });
  };
  let renewed = 0;
  const renew = async (lease: NodeLease): Promise<void> => {
    const { seq } = await js.publish(subject(lease.id), JSON.stringify(lease), { timeout: renewWithinMs });
    renewed = seq;
  };
  /** Makes the bucket where it is missing. */
  const ensure = async (): Promise<void> => {
    await open();
  };
  /** The leases there are now. */
  const read = async (): Promise<NodeLease[]> => {
    const kv = await open();
    const entries = await Promise.all((await Array.fromAsync(await kv.keys())).map((key) => kv.get(key)));
    return entries.flatMap((entry) => (entry?.operation === "PUT" ? (parse(entry.value) ?? []) : []));
  };
  /** Removes the lease renewed last, but not that of a successor of the same name. */
  const remove = async (nodeId: string): Promise<void> => (await open()).delete(nodeId, { previousSeq: renewed });
  return { listen, renew, ensure, read, remove };
}

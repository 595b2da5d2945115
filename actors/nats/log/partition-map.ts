import { JetStreamApiError } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { names, streamCounts } from "#contracts/shared/subjects.ts";
import type { Nats } from "../connection.ts";
import { unlessMissing } from "../topology.ts";

/** How the partitions lie in log streams: decided when the log is made, and changed by repartitioning only. */
export interface PartitionMap {
  /** S: partition p lies in log stream p % S. */
  readonly streams: number;
  /** While partitions are being moved: how many streams there will be. Nobody may work on the log meanwhile. */
  readonly becoming?: number;
}

const key = "partitions";
const wrongLastSequence = 10071;
const bucketOf = (prefix: string) => names(prefix, 1).bucket("layout");

async function open({ js }: Nats, prefix: string): Promise<KV | undefined> {
  const kv = await new Kvm(js).open(bucketOf(prefix));
  // Opening asks for nothing, so whether the bucket is there is asked here.
  return (await unlessMissing(kv.status())) && kv;
}

/** The installation's map; undefined when set-up has not made one. Throws when NATS does not answer. */
export async function readPartitionMap(nats: Nats, prefix: string): Promise<PartitionMap | undefined> {
  const entry = await (await open(nats, prefix))?.get(key);
  return entry?.operation === "PUT" ? entry.json<PartitionMap>() : undefined;
}

/** Replaces the map; for the repartition command alone. */
export async function writePartitionMap(nats: Nats, prefix: string, map: PartitionMap): Promise<void> {
  const bucket = await open(nats, prefix);
  if (!bucket) throw new Error("there is no partition map to replace");
  await bucket.put(key, JSON.stringify(map));
}

/** How many log streams there are already, made by a release that kept no map; 0 when there are none. */
async function existingStreams({ jsm }: Nats, prefix: string): Promise<number> {
  const most = Math.max(...streamCounts);
  for (let index = 0; index < most; index++) {
    const there = await unlessMissing(jsm.streams.info(names(prefix, most).logStream(index)));
    if (!there) return index;
  }
  return most;
}

/** Makes the map with `streams`, unless it is there already or the streams themselves are: then with what there is. */
export async function ensurePartitionMap(
  nats: Nats,
  prefix: string,
  streams: number,
  replicas: number,
): Promise<PartitionMap> {
  const known = await readPartitionMap(nats, prefix);
  if (known) return known;
  const bucket = await new Kvm(nats.js).create(bucketOf(prefix), { history: 1, replicas });
  const first: PartitionMap = { streams: (await existingStreams(nats, prefix)) || streams };
  try {
    await bucket.create(key, JSON.stringify(first));
    return first;
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === wrongLastSequence)) throw error;
    return (await readPartitionMap(nats, prefix)) ?? first; // Another set-up was first.
  }
}

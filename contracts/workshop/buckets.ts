import { fnv1a32 } from "../shared/subjects.ts";

/**
 * A large map as a value: changing one entry copies its bucket and the list of buckets, not the map. Survives JSON, as
 * states in snapshots must.
 */
export type Buckets<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const bucketCount = 64;
const bucketOf = (id: string): string => String(fnv1a32(id) % bucketCount);

export const get = <Value>(buckets: Buckets<Value>, id: string): Value | undefined => {
  const bucket = buckets[bucketOf(id)];
  return bucket && Object.hasOwn(bucket, id) ? bucket[id] : undefined;
};

/** The map with this entry, or without it when the value is undefined. */
export function put<Value>(buckets: Buckets<Value>, id: string, value: Value | undefined): Buckets<Value> {
  const key = bucketOf(id);
  const { [id]: _, ...others } = buckets[key] ?? {};
  return { ...buckets, [key]: value === undefined ? others : { ...others, [id]: value } };
}

export const values = <Value>(buckets: Buckets<Value>): Value[] =>
  Object.values(buckets).flatMap((bucket) => Object.values(bucket));

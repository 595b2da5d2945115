import { JetStreamApiError } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import type { Names } from "#contracts/shared/subjects.ts";
import type { ContentStore } from "../pricing/ports.ts";
import type { Nats } from "./connection.ts";

const wrongLastSequence = 10071;

export interface ContentStoreOptions<Known> {
  /** Names the bucket. */
  readonly bucket: string;
  /** What finds it out, such as geometry/2; another version finds it anew. */
  readonly version: string;
  readonly replicas: number;
  readonly parse: (json: unknown) => Known;
}

/** Knowledge of models in a key-value bucket that every node reads; the order path needs nothing but NATS. */
export async function natsContentStore<Known extends { readonly sha256: string }>(
  { js }: Nats,
  names: Names,
  { bucket: name, version, replicas, parse }: ContentStoreOptions<Known>,
): Promise<ContentStore<Known>> {
  const bucket = await new Kvm(js).create(names.bucket(name), { history: 1, replicas });
  const keyOf = (sha256: string) => `${version.replace("/", "-")}.${sha256}`;
  return {
    get: async (sha256) => {
      const entry = await bucket.get(keyOf(sha256));
      return entry?.operation === "PUT" ? parse(entry.json()) : undefined;
    },
    put: async (known) => {
      try {
        await bucket.create(keyOf(known.sha256), JSON.stringify(known));
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return; // Somebody was first.
        throw error;
      }
    },
  };
}

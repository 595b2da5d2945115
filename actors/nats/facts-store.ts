import { JetStreamApiError } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { ModelFacts } from "#contracts/pricing/facts.ts";
import type { Names } from "#contracts/shared/subjects.ts";
import type { FactsStore } from "../pricing/ports.ts";
import type { Nats } from "./connection.ts";

const wrongLastSequence = 10071;

/** Facts in a key-value bucket that every node reads; the order path needs nothing but NATS. */
export async function natsFactsStore(
  { js }: Nats,
  names: Names,
  analyser: string,
  replicas: number,
): Promise<FactsStore> {
  const bucket = await new Kvm(js).create(names.bucket("facts"), { history: 1, replicas });
  // Facts are a function of the content and of the analyser's version; a new analyser finds new facts.
  const keyOf = (sha256: string) => `${analyser.replace("/", "-")}.${sha256}`;
  return {
    get: async (sha256) => {
      const entry = await bucket.get(keyOf(sha256));
      return entry?.operation === "PUT" ? ModelFacts.parse(entry.json()) : undefined;
    },
    put: async (facts) => {
      try {
        await bucket.create(keyOf(facts.sha256), JSON.stringify(facts));
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return; // Somebody was first.
        throw error;
      }
    },
  };
}

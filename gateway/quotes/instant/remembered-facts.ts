import type { FactsStore } from "#actors/client.ts";
import type { ModelFacts } from "#contracts/pricing/facts.ts";

/** A few kilobytes each. */
const factsMax = 500;

/** The facts of the models that came by last, beside the store: the same content has the same facts for ever. */
export function rememberedFacts(store: FactsStore, max = factsMax): FactsStore {
  const known = new Map<string, ModelFacts>();
  function remember(facts: ModelFacts): void {
    known.delete(facts.sha256);
    known.set(facts.sha256, facts);
    const [oldest] = known.keys();
    if (known.size > max && oldest !== undefined) known.delete(oldest);
  }
  return {
    get: async (sha256) => {
      const facts = known.get(sha256) ?? (await store.get(sha256));
      if (facts) remember(facts);
      return facts;
    },
    put: async (facts) => {
      await store.put(facts);
      remember(facts);
    },
  };
}

import { expect, test } from "bun:test";
import type { ModelTopology } from "#contracts/pricing/topology.ts";
import { QuoteId, toBase32 } from "#contracts/shared/ids.ts";
import { type ExaminationDeps, examination } from "./examination.ts";
import { unexaminable } from "./workers/pool.ts";

const sha256 = "5".repeat(64);
const quoteId = QuoteId.parse(`quo_2601${toBase32(new Uint8Array(10).fill(7))}`);

/** Everything a look could touch, counted. */
function watched(known: ModelTopology | undefined) {
  const touched: string[] = [];
  const touch = (what: string) => async () => {
    touched.push(what);
    return undefined as never;
  };
  const send = async () => {
    touched.push("aggregate");
    return { kind: "state", state: undefined };
  };
  const deps: ExaminationDeps = {
    send: send as unknown as ExaminationDeps["send"],
    facts: { get: touch("facts"), put: touch("facts") },
    topologies: { get: async () => known, put: touch("topology written") },
    models: { read: touch("model"), address: touch("model") },
    examiner: { examine: touch("worker"), examineStored: touch("worker"), close: () => {} },
    limits: { bytesMax: 1, trianglesMax: 1 },
    now: () => 0,
  };
  return { look: examination(deps), touched };
}
const held = { job: { quoteId, examine: sha256 }, isLastTry: false, stillWorking: () => {} };

test("a look at what has been looked at before ends at once: a replay of the log costs one read of a key each", async () => {
  const { look, touched } = watched(unexaminable(sha256));
  await look(held);
  expect(touched).toEqual([]);
});

test("a look for a quote that is no more asks for it, and ends", async () => {
  const { look, touched } = watched(undefined);
  await look(held);
  expect(touched).toEqual(["aggregate"]);
});

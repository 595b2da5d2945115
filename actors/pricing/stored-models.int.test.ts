import { afterAll, beforeAll, expect, test } from "bun:test";
import { torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { s3ModelStore } from "../s3/model-store.ts";
import { modelFacts } from "./model-facts.ts";
import { ObjectMissing } from "./ports.ts";
import { storedModels } from "./stored-models.ts";
import { AnalyserPool } from "./workers/analyser-pool.ts";

const limits = { bytesMax: 1e9, trianglesMax: 1e6 };
const { s3 } = await servers();
const models = s3ModelStore({ ...s3, publicEndpoint: s3.endpoint });
const prefix = freshPrefix();
const workers = { small: new AnalyserPool(limits), large: new AnalyserPool(limits, undefined) };
const read = storedModels({ models, limits, workers });
afterAll(() => {
  for (const pool of Object.values(workers)) pool.close();
});

const tiny = binaryStl(torus({ major: 9, minor: 2, segments: 9, sides: 5 }));
/** More than what a worker reads at once. */
const many = binaryStl(torus({ major: 20, minor: 3, segments: 600, sides: 150 }));
const files: Record<string, Uint8Array<ArrayBuffer>> = { tiny, many, nothing: new Uint8Array() };
const keyOf = (name: string) => `models/${prefix}/${name}`;

beforeAll(async () => {
  for (const [name, bytes] of Object.entries(files)) {
    await models.write(keyOf(name), new Blob([bytes]).stream(), AbortSignal.timeout(20_000));
  }
});

async function factsHere(bytes: Uint8Array) {
  const pass = modelFacts(limits);
  pass.push(bytes);
  return pass.finish();
}

/** A size that sends the model where it belongs, whatever it is. */
test.each([
  ["tiny", 1_000],
  ["tiny", 2_000_000],
  ["many", 2_000_000],
  ["many", 100_000_000],
  ["nothing", 2_000_000],
])("%s, said to have %d bytes, has the facts and the hash of its bytes", async (name, bytes) => {
  expect(await read({ key: keyOf(name), bytes })).toEqual(await factsHere(files[name]!));
});

test.each([1_000, 2_000_000])("what is not there is missing, when %d bytes were expected", async (bytes) => {
  const error = await read({ key: keyOf("never"), bytes }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ObjectMissing);
});

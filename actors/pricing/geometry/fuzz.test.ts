import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ModelFacts } from "#contracts/pricing/facts.ts";
import { writers } from "#dev/models/formats/all.ts";
import {
  contentTypes,
  meshXml,
  modelFile,
  modelXml,
  object,
  relationships,
  rootRelationship,
} from "#dev/models/formats/threemf.ts";
import { zip } from "#dev/models/formats/zip.ts";
import { torus } from "#dev/models/solids.ts";
import { analysed } from "./testing/analysed.ts";
import { mutated, mutation } from "./testing/mutation.ts";

/** Mutated files of each format, a fixed number of them; a bench goes on for longer. */
const runs = 150;
const folder = process.env["BEZEL_MODELS_DIR"];
const solid = torus({ major: 9, minor: 2, segments: 9, sides: 5 });

const generated = writers.map(({ format, write }, i) => ({
  name: `a generated ${format} (${i})`,
  bytes: write(solid),
}));
const real = await Promise.all(
  Array.from(folder === undefined ? [] : new Bun.Glob("{*.{stl,STL,obj,ply,3mf},evil/*}").scanSync(folder))
    .toSorted()
    .map(async (path) => ({ name: path, bytes: await Bun.file(`${folder}/${path}`).bytes() })),
);
const small = real.filter(({ bytes }) => bytes.length < 60_000);

async function expectAnswer(bytes: Uint8Array): Promise<void> {
  const facts = await analysed(bytes);
  // The schema wants a finding wherever there is no volume.
  expect(ModelFacts.safeParse({ ...facts, sha256: "0".repeat(64) }).error).toBeUndefined();
  expect(await analysed(bytes, {}, 61)).toEqual(facts);
}

describe("a mutated file is answered, the same in any chunks:", () => {
  test.each([...generated, ...small].map((file) => [file.name, file.bytes] as const))(
    "%s",
    (_, original) =>
      fc.assert(
        fc.asyncProperty(mutation, (how) => expectAnswer(mutated(original, how))),
        { numRuns: folder === undefined ? runs : 60 },
      ),
    30_000,
  );

  test("a 3MF whose model was mutated before it was packed", () => {
    const model = new TextEncoder().encode(modelXml(object(1, meshXml(solid)), `<item objectid="1"/>`));
    return fc.assert(
      fc.asyncProperty(mutation, (how) =>
        expectAnswer(
          zip(contentTypes, relationships(rootRelationship), { ...modelFile(""), content: mutated(model, how) }),
        ),
      ),
      { numRuns: 2 * runs },
    );
  }, 30_000);
});

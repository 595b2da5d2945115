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

/** Bytes overwritten, parts left out, doubled or swapped: what goes wrong with files, and what attackers try. */
const mutation = fc.record({
  bytes: fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x22, 0x2d, 0x3c, 0x3e, 0x7f, 0x80, 0xff)), {
    maxLength: 6,
  }),
  noise: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  cut: fc.option(fc.tuple(fc.nat(), fc.nat(400))),
  doubled: fc.option(fc.tuple(fc.nat(), fc.nat(400))),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(original: Uint8Array, { bytes, noise, cut, doubled }: Mutation) {
  let copy = original.slice();
  for (const [at, byte] of [...bytes, ...noise]) copy[at % copy.length] = byte;
  if (cut)
    copy = new Uint8Array([
      ...copy.subarray(0, cut[0] % copy.length),
      ...copy.subarray((cut[0] % copy.length) + cut[1]),
    ]);
  if (doubled && copy.length > 0) {
    const at = doubled[0] % copy.length;
    copy = new Uint8Array([...copy.subarray(0, at + doubled[1]), ...copy.subarray(at)]);
  }
  return copy;
}

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

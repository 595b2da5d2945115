import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hostileFiles } from "#dev/models/hostile.ts";
import { ring, ringStl } from "#dev/models/ring.ts";
import { asciiStl } from "#dev/models/stl.ts";
import { createAnalyser } from "./analyser.ts";
import { analysed } from "./testing/analysed.ts";

/** Long enough for several blocks of 4096 triangles. */
const shape = { majorMm: 9.3, minorMm: 1.1, segments: 180 };
const files = [
  { name: "a ring in binary", bytes: ringStl(shape) },
  { name: "a ring in text", bytes: asciiStl(ring({ ...shape, segments: 90 })) },
  ...hostileFiles,
];

describe("the same facts to the bit, however the bytes are cut:", () => {
  test.each(files.map((file) => [file.name, file.bytes] as const))("%s", async (_, bytes) => {
    const whole = await analysed(bytes);
    for (const chunkBytes of [1, 7, 50, 4096]) expect(await analysed(bytes, {}, chunkBytes)).toEqual(whole);
  });

  test("at any places, with empty chunks between, and at the limits", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...hostileFiles.map(({ bytes }) => bytes)),
        fc.array(fc.nat(1_400), { maxLength: 12 }),
        fc.record({ bytesMax: fc.integer({ min: 1, max: 3_000 }), trianglesMax: fc.integer({ min: 1, max: 14 }) }),
        async (bytes, places, limits) => {
          const analyser = createAnalyser(limits);
          const cuts = [0, ...places.toSorted((a, b) => a - b), bytes.length];
          for (const [i, cut] of cuts.slice(1).entries())
            analyser.push(bytes.subarray(cuts[i], Math.max(cuts[i]!, cut)));
          expect(await analyser.finish()).toEqual(await analysed(bytes, limits));
        },
      ),
      { numRuns: 500 },
    ));
});

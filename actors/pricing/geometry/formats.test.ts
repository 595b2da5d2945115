import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { writers } from "#dev/models/formats/all.ts";
import { insideOut, type Mesh, trianglesOf, without } from "#dev/models/mesh.ts";
import { cube, torus } from "#dev/models/solids.ts";
import { createAnalyser } from "./analyser.ts";
import { analysed, relativeError } from "./testing/analysed.ts";

/** A torus whose coordinates f32 holds exactly, so that every format has the same solid. */
const solid = fc
  .record({
    major: fc.integer({ min: 5, max: 40 }),
    minor: fc.integer({ min: 1, max: 4 }),
    segments: fc.integer({ min: 3, max: 24 }),
    sides: fc.integer({ min: 3, max: 12 }),
  })
  .map((shape): Mesh => torus(shape).map(Math.fround));

const inEach = writers.map((writer, i) => [`${writer.format} (${i})`, writer] as const);

describe.each(inEach)("%s", (_, { format, write, single }) => {
  test("gives back the solid that was written", () =>
    fc.assert(
      fc.asyncProperty(solid, async (mesh) => {
        const facts = await analysed(write(mesh));
        const stl = await analysed(writers[0]!.write(mesh));
        expect(facts).toMatchObject({ format, triangles: trianglesOf(mesh), closed: true, findings: [] });
        expect(relativeError(facts.volume, stl.volume!)).toBeLessThan(1e-12);
        expect(relativeError(facts.area, stl.area!)).toBeLessThan(1e-12);
        expect(facts.bbox).toEqual(stl.bbox);
      }),
      { numRuns: 20 },
    ));

  test("tells holes and inside out", async () => {
    expect((await analysed(write(without(cube(2), 3)))).findings[0]?.code).toBe("model/not-closed");
    const { volume, findings } = await analysed(write(insideOut(cube(2))));
    expect([volume, findings[0]?.code]).toEqual([8, "model/inside-out"]);
  });

  test("gives the same bits however the bytes are cut", () =>
    fc.assert(
      fc.asyncProperty(solid, fc.infiniteStream(fc.integer({ min: 1, max: 2_000 })), async (mesh, lengths) => {
        const bytes = write(mesh);
        const analyser = createAnalyser({ bytesMax: 1e9, trianglesMax: 1e6 });
        for (let at = 0; at < bytes.length; ) {
          const length = lengths.next().value ?? 1;
          // A chunk is the caller's again at once.
          const chunk = bytes.slice(at, at + length);
          analyser.push(chunk);
          chunk.fill(0xff);
          at += length;
        }
        expect(await analyser.finish()).toEqual(await analysed(bytes));
      }),
      { numRuns: 20 },
    ));

  test("byte by byte, and cut short anywhere, is answered", async () => {
    const bytes = write(single ? cube(1) : cube(1.5));
    expect(await analysed(bytes, {}, 1)).toEqual(await analysed(bytes));
    for (let length = 0; length < bytes.length; length += 1 + Math.floor(bytes.length / 60)) {
      const { volume, findings } = await analysed(bytes.subarray(0, length));
      const isAnswered = volume !== null || findings.some(({ severity }) => severity === "error");
      expect([length, isAnswered]).toEqual([length, true]);
    }
  });

  test("keeps to the limit of triangles", async () => {
    const bytes = write(cube(1));
    const { volume, findings } = await analysed(bytes, { trianglesMax: 11 });
    expect([volume, findings[0]?.code]).toEqual([null, "model/too-many-triangles"]);
    expect((await analysed(bytes, { trianglesMax: 12 })).volume).toBe(1);
  });
});

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hostileFiles } from "#dev/models/hostile.ts";
import { beginningAt, insideOut, join, type Mesh, moved, scaled, trianglesOf, without } from "#dev/models/mesh.ts";
import { torus } from "#dev/models/solids.ts";
import { asciiStl } from "#dev/models/stl.ts";
import { analysed, relativeError } from "./testing/analysed.ts";

/** On a grid of 1/1024, so that moving the solid does not change its shape. */
const onGrid = (mesh: Mesh): Mesh => mesh.map((coordinate) => Math.round(coordinate * 1024) / 1024);

const solid = fc
  .record({
    major: fc.double({ min: 5, max: 40, noNaN: true }),
    minor: fc.double({ min: 1, max: 4, noNaN: true }),
    segments: fc.integer({ min: 3, max: 40 }),
    sides: fc.integer({ min: 3, max: 12 }),
  })
  .map((shape) => onGrid(torus(shape)));
const whole = fc.integer({ min: -2_000_000, max: 2_000_000 });

const volumeOf = async (mesh: Mesh): Promise<number> => (await analysed(asciiStl(mesh))).volume ?? Number.NaN;

describe("the volume of a closed surface", () => {
  test("does not depend on which triangle comes first", () =>
    fc.assert(
      fc.asyncProperty(solid, fc.nat(), async (mesh, n) => {
        const turned = beginningAt(mesh, n % trianglesOf(mesh));
        expect(relativeError(await volumeOf(turned), await volumeOf(mesh))).toBeLessThan(1e-12);
      }),
    ));

  test("does not depend on where it stands", () =>
    fc.assert(
      fc.asyncProperty(solid, fc.tuple(whole, whole, whole), async (mesh, by) => {
        expect(relativeError(await volumeOf(moved(mesh, by)), await volumeOf(mesh))).toBeLessThan(1e-12);
      }),
    ));

  test("of two that are apart is that of the one and the other", () =>
    fc.assert(
      fc.asyncProperty(solid, solid, async (mesh, other) => {
        const both = join(mesh, moved(other, [200, 0, 0]));
        const apart = (await volumeOf(mesh)) + (await volumeOf(other));
        expect(relativeError(await volumeOf(both), apart)).toBeLessThan(1e-12);
      }),
    ));

  test("grows with the cube of the scale", () =>
    fc.assert(
      fc.asyncProperty(solid, fc.double({ min: 0.01, max: 100, noNaN: true }), async (mesh, factor) => {
        expect(relativeError(await volumeOf(scaled(mesh, factor)), (await volumeOf(mesh)) * factor ** 3)).toBeLessThan(
          1e-12,
        );
      }),
    ));

  test("is the same inside out, and said to be so", () =>
    fc.assert(
      fc.asyncProperty(solid, async (mesh) => {
        const facts = await analysed(asciiStl(insideOut(mesh)));
        expect(relativeError(facts.volume, await volumeOf(mesh))).toBeLessThan(1e-12);
        expect(facts.findings.map(({ code }) => code)).toEqual(["model/inside-out"]);
      }),
    ));
});

test("a surface with a hole has no volume", () =>
  fc.assert(
    fc.asyncProperty(solid, fc.nat(), async (mesh, n) => {
      const facts = await analysed(asciiStl(without(mesh, n % trianglesOf(mesh))));
      expect(facts.volume).toBeNull();
      expect(facts.findings.map(({ code }) => code)).toEqual(["model/not-closed"]);
    }),
  ));

test("no bytes make it throw, and what is not priced says why", () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...hostileFiles.map(({ bytes }) => bytes)),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
      async (original, changes) => {
        const bytes = original.slice();
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const { volume, findings } = await analysed(bytes);
        expect(volume !== null || findings.some(({ severity }) => severity === "error")).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  ));

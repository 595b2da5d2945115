import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { beginningAt, join, type Mesh, moved, trianglesOf, without } from "#dev/models/mesh.ts";
import { box, cube, torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { TriangleSums } from "../sums.ts";
import { fingerprintKeys, keyCount } from "./keys.ts";

/** Whether every directed edge has an opposite, by counting them all. */
function closedByCounting(mesh: Mesh): boolean {
  const balance = new Map<string, number>();
  const corner = (i: number) => Array.from(mesh.subarray(i, i + 3), (c) => Math.fround(c) + 0).join();
  for (let i = 0; i < mesh.length; i += 9) {
    const corners = [corner(i), corner(i + 3), corner(i + 6)] as const;
    for (const [n, from] of corners.entries()) {
      const to = corners[(n + 1) % 3]!;
      const [edge, sign] = from < to ? [`${from} ${to}`, 1] : [`${to} ${from}`, -1];
      if (from !== to) balance.set(edge, (balance.get(edge) ?? 0) + sign);
    }
  }
  return balance.values().every((count) => count === 0);
}

function closedByFingerprint(mesh: Mesh, seeds: Uint32Array): boolean {
  const sums = new TriangleSums(Number.POSITIVE_INFINITY, { keys: fingerprintKeys(seeds) });
  sums.addRecords(new DataView(binaryStl(mesh).buffer), 84, trianglesOf(mesh));
  return sums.total().closed;
}

function agrees(mesh: Mesh, seeds: Uint32Array): void {
  expect(closedByFingerprint(mesh, seeds)).toBe(closedByCounting(mesh));
}

const keys = fc.uint32Array({ minLength: keyCount, maxLength: keyCount });
const flipped = (mesh: Mesh, triangle: number): Mesh => {
  const one = mesh.subarray(9 * triangle, 9 * triangle + 9);
  const turned = Float64Array.of(...one.subarray(0, 3), ...one.subarray(6, 9), ...one.subarray(3, 6));
  return join(without(mesh, triangle), turned);
};
const one = (mesh: Mesh, triangle: number): Mesh => mesh.slice(9 * triangle, 9 * triangle + 9);

/** Symmetric to every axis and of few different coordinates: what a weak hash falls for. */
const boxy = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .map(([x, y, z]) => box([2 * x, 2 * y, 2 * z], [-x, -y, -z]));
const round = fc
  .record({
    major: fc.integer({ min: 5, max: 9 }),
    segments: fc.integer({ min: 3, max: 16 }),
    sides: fc.integer({ min: 3, max: 9 }),
  })
  .map((shape) => torus({ minor: 2, ...shape }));
const solid = fc.oneof(boxy, round);

const mutilations: Record<string, (mesh: Mesh, n: number, m: number) => Mesh> = {
  "nothing wrong": (mesh) => mesh,
  "another first triangle": (mesh, n) => beginningAt(mesh, n),
  "a triangle missing": (mesh, n) => without(mesh, n),
  "two triangles missing": (mesh, n, m) => without(mesh, n, m),
  "a triangle flipped": (mesh, n) => flipped(mesh, n),
  "a triangle twice": (mesh, n) => join(mesh, one(mesh, n)),
  "a triangle twice, another missing": (mesh, n, m) => join(without(mesh, m), one(mesh, n)),
  "a triangle and its reverse more": (mesh, n) =>
    join(mesh, one(mesh, n), one(flipped(mesh, n), trianglesOf(mesh) - 1)),
  "two opposite holes in a pair": (mesh, n) => join(without(mesh, n), moved(mesh, [64, 0, 0])),
  "a corner moved by the least": (mesh, n) => mesh.map((c, i) => (i === 9 * n ? c * (1 + 2 ** -23) + 2 ** -40 : c)),
};

describe("the fingerprint says closed exactly where counting edges does:", () => {
  test.each(Object.entries(mutilations))("%s", (_, mutilate) =>
    fc.assert(
      fc.property(solid, fc.nat(), fc.nat(), keys, (mesh, n, m, seeds) => {
        agrees(mutilate(mesh, n % trianglesOf(mesh), m % trianglesOf(mesh)), seeds);
      }),
      { numRuns: 100 },
    ),
  );

  test("all 4096 subsets of a cube's triangles", () => {
    const seeds = Uint32Array.from({ length: keyCount }, (_, i) => 0x9e37_79b9 * (i + 1));
    const centred = moved(cube(2), [-1, -1, -1]);
    const closed = Array.from({ length: 4096 }, (_, subset) => subset).filter((subset) =>
      closedByFingerprint(
        centred.filter((_, i) => (subset >> Math.floor(i / 9)) % 2 === 1),
        seeds,
      ),
    );
    expect(closed).toEqual([0, 4095]);
  });

  test("of triangles anywhere", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 9, maxLength: 108 }),
        keys,
        (coordinates, seeds) =>
          agrees(Float64Array.from(coordinates.slice(0, 9 * Math.floor(coordinates.length / 9))), seeds),
      ),
      { numRuns: 1_000 },
    ));
});

test("-0 is 0", () => {
  const seeds = new Uint32Array(keyCount).fill(7);
  const mesh = cube(1).map((c, i) => (c === 0 && i % 2 === 0 ? -0 : c));
  expect(closedByFingerprint(mesh, seeds)).toBe(true);
});

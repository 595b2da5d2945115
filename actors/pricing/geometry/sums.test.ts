import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { join, type Mesh, moved, trianglesOf } from "#dev/models/mesh.ts";
import { box, cube, torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { blockTriangles } from "./kernel/layout.ts";
import { simdPass } from "./kernel/simd.ts";
import { type SumsOptions, TriangleSums } from "./sums.ts";

/** Triangles anywhere, without any order: every corner counts. */
const soup: fc.Arbitrary<Mesh> = fc
  .array(fc.float({ min: -1_000, max: 1_000, noNaN: true }), { minLength: 9, maxLength: 90 })
  .map((coordinates) => Float64Array.from(coordinates.slice(0, coordinates.length - (coordinates.length % 9))));

function sumsOf(mesh: Mesh): TriangleSums {
  const sums = new TriangleSums(Number.POSITIVE_INFINITY);
  sums.addPoints(mesh, trianglesOf(mesh));
  return sums;
}

/** As records of binary STL, in calls of `step` triangles. */
function recordSums(mesh: Mesh, options: SumsOptions = {}, step = trianglesOf(mesh)) {
  const sums = new TriangleSums(Number.POSITIVE_INFINITY, options);
  const view = new DataView(binaryStl(mesh).buffer);
  for (let i = 0; i < trianglesOf(mesh); i += step) {
    sums.addRecords(view, 84 + 50 * i, Math.min(step, trianglesOf(mesh) - i));
  }
  return sums.total();
}

const inF32 = (mesh: Mesh): Mesh => mesh.map(Math.fround);

describe("the pass in WASM SIMD and its twin", () => {
  const bands = torus({ major: 20, minor: 3, segments: 121, sides: 43 });

  test("this engine has WASM SIMD", () => expect(simdPass).not.toBeNull());

  test("give the same bits for any triangles", () =>
    fc.assert(
      fc.property(soup, (mesh) => {
        const plain = recordSums(mesh, { plain: true });
        expect(recordSums(mesh)).toEqual(plain);
        expect(sumsOf(inF32(mesh)).total()).toEqual(plain);
      }),
      { numRuns: 300 },
    ));

  test("give the same bits over several blocks, cut anywhere", () => {
    const plain = recordSums(bands, { plain: true });
    for (const step of [1, 3, 4, 127, 1_000, 4_095, 4_097]) {
      expect(recordSums(bands, {}, step)).toEqual(plain);
      expect(recordSums(bands, { plain: true }, step)).toEqual(plain);
    }
  });

  test("count what is not finite alike", () => {
    const broken = inF32(bands);
    broken[9 * 5_000] = Number.NaN;
    broken[9 * 7_001 + 4] = Number.POSITIVE_INFINITY;
    expect(recordSums(broken)).toEqual(recordSums(broken, { plain: true }));
    expect(recordSums(broken)).toMatchObject({ nonFinite: 2, closed: false });
  });
});

/** Twice the area of one triangle, in the same operations as the kernel. */
function area2(mesh: Mesh, triangle: number): number {
  const at = (i: number) => mesh[9 * triangle + i]!;
  const [ux, uy, uz] = [at(3) - at(0), at(4) - at(1), at(5) - at(2)];
  const [vx, vy, vz] = [at(6) - at(0), at(7) - at(1), at(8) - at(2)];
  const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  return Math.sqrt(nx * nx + ny * ny + nz * nz);
}

const add = (a: number, b: number) => a + b;

describe("sums over triangles", () => {
  test("bound every corner", () =>
    fc.assert(
      fc.property(soup, (mesh) => {
        const { min, max } = sumsOf(mesh).total();
        for (const axis of [0, 1, 2]) {
          const coordinates = Array.from(mesh).filter((_, i) => i % 3 === axis);
          expect(min[axis]! === Math.min(...coordinates) && max[axis]! === Math.max(...coordinates)).toBe(true);
        }
      }),
    ));

  test("see volumes from the first corner", () => {
    const corner = [1e6 + 0.1, 2e6 + 0.2, 3e6 + 0.3];
    const mesh = Float64Array.from([...corner, ...corner.map((c) => c + 1), ...corner.map((c, i) => c + i)]);
    const { volume, flux } = sumsOf(mesh).total();
    expect(Math.abs(volume)).toBeLessThan(1e-9);
    expect(Math.abs(flux[0])).toBeLessThan(10);
  });

  test("are taken in blocks and two lanes, combined in order", () => {
    const mesh = torus({ major: 20, minor: 3, segments: 120, sides: 40 });
    const areas = Array.from({ length: trianglesOf(mesh) }, (_, triangle) => area2(mesh, triangle));
    const blocks = [0, 1, 2].map((block) => areas.slice(block * blockTriangles, (block + 1) * blockTriangles));
    const lane = (block: number[], parity: number) => block.filter((_, i) => i % 2 === parity).reduce(add, 0);
    const inBlocks = blocks.map((block) => lane(block, 0) + lane(block, 1)).reduce(add, 0);
    expect(inBlocks).not.toBe(areas.reduce(add, 0));
    expect(sumsOf(mesh).total().area).toBe(inBlocks / 2);
  });

  test("find the centre of mass", () => {
    const apart = join(box([2, 3, 4], [10, 20, 30]), moved(cube(2), [-50, 0, 0]));
    const expected = [(24 * 11 - 8 * 49) / 32, (24 * 21.5 + 8) / 32, (24 * 32 + 8) / 32];
    for (const [axis, c] of sumsOf(apart).total().centre.entries()) expect(c).toBeCloseTo(expected[axis]!, 12);
  });

  test("find what leans out, and how much support it can need, by direction", () => {
    // A table: a plate of 10 x 8 x 1 on one leg of 2 x 2 x 5.
    const table = sumsOf(join(box([10, 8, 1], [100, 0, 5]), box([2, 2, 5], [104, 3, 0]))).total();
    const [east, north, up, west, south, down] = table.overhangs;
    expect(up).toEqual({ area: 80 + 4, supportMax: 80 * 5 });
    // Upside down the plate lies on the ground, and so does not the end of the leg.
    expect(down).toEqual({ area: 80 + 4, supportMax: 4 });
    expect(east!.area).toBe(8 + 10);
    expect(east!.supportMax).toBeCloseTo(10 * 4, 9);
    expect([west!.area, north!.area, south!.area]).toEqual([18, 20, 20]);
  });
});

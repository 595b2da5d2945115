import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Mesh, trianglesOf } from "#dev/models/mesh.ts";
import { torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { blockTriangles, TriangleSums } from "./sums.ts";

/** Triangles anywhere, without any order: every corner counts. */
const soup: fc.Arbitrary<Mesh> = fc
  .array(fc.float({ min: -1_000, max: 1_000, noNaN: true }), { minLength: 9, maxLength: 90 })
  .map((coordinates) => Float64Array.from(coordinates.slice(0, coordinates.length - (coordinates.length % 9))));

function sumsOf(mesh: Mesh): TriangleSums {
  const sums = new TriangleSums(Number.POSITIVE_INFINITY);
  sums.addPoints(mesh, trianglesOf(mesh));
  return sums;
}

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
  test("are the same bits from records and from points", () =>
    fc.assert(
      fc.property(soup, (mesh) => {
        const records = new TriangleSums(Number.POSITIVE_INFINITY);
        records.addRecords(new DataView(binaryStl(mesh).buffer), 84, trianglesOf(mesh));
        expect(records.total()).toEqual(sumsOf(mesh).total());
      }),
    ));

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
    const { volume6, fluxX6 } = sumsOf(mesh).total();
    expect(volume6).toBe(0);
    expect(Math.abs(fluxX6)).toBeLessThan(10);
  });

  test("are taken in blocks, combined in order", () => {
    const mesh = torus({ major: 20, minor: 3, segments: 120, sides: 40 });
    const areas = Array.from({ length: trianglesOf(mesh) }, (_, triangle) => area2(mesh, triangle));
    const blocks = [0, 1, 2].map((block) => areas.slice(block * blockTriangles, (block + 1) * blockTriangles));
    const inBlocks = blocks.map((block) => block.reduce(add, 0)).reduce(add, 0);
    expect(inBlocks).not.toBe(areas.reduce(add, 0));
    expect(sumsOf(mesh).total().area2).toBe(inBlocks);
  });
});

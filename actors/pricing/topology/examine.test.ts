import { describe, expect, test } from "bun:test";
import { insideOut, join, type Mesh, moved, without } from "#dev/models/mesh.ts";
import { box, cube, torus } from "#dev/models/solids.ts";
import { unseen } from "./examine.ts";
import { topologyOf } from "./testing/looked-at.ts";

const codes = ({ findings }: Awaited<ReturnType<typeof topologyOf>>) => findings.map(({ code }) => code as string);
const shape = { major: 20, minor: 3, segments: 24, sides: 12 };
const none = { open: 0, flipped: 0, nonManifold: 0 };
const triangle = (mesh: Mesh, n: number) => mesh.slice(9 * n, 9 * n + 9);

describe("a sound surface", () => {
  test("a cube", async () =>
    expect(await topologyOf(cube(2))).toEqual({
      ...unseen,
      closed: true,
      welded: false,
      shells: 1,
      edges: none,
      euler: 2,
      genus: 0,
      volume: 8,
      volumeRange: null,
      findings: [],
    }));

  test("a torus has one handle", async () =>
    expect(await topologyOf(torus(shape))).toMatchObject({ euler: 0, genus: 1, shells: 1 }));

  test("two apart, one of them a torus", async () =>
    expect(await topologyOf(join(torus(shape), moved(cube(1), [99, 0, 0])))).toMatchObject({ shells: 2, genus: 1 }));
});

describe("shells within shells", () => {
  const inner = moved(cube(2), [4, 4, 4]);

  test("a cavity subtracts", async () => {
    const hollow = await topologyOf(join(cube(10), insideOut(inner)));
    expect(hollow).toMatchObject({ shells: 2, volume: 1000 - 8, findings: [] });
    expect((await topologyOf(insideOut(join(cube(10), insideOut(inner))))).volume).toBe(1000 - 8);
  });

  test("one that faces inwards in the open is taken as solid, and said", async () => {
    const mixed = await topologyOf(join(cube(10), moved(insideOut(cube(2)), [50, 0, 0])));
    expect(mixed.volume).toBeCloseTo(1008, 9);
    expect(codes(mixed)).toEqual(["model/reversed-shells"]);
  });

  test("a box around another is no nesting where the other lies in its hole", async () => {
    const inTheHole = await topologyOf(join(torus(shape), moved(insideOut(box([2, 2, 2])), [-1, -1, -1])));
    expect(codes(inTheHole)).toEqual(["model/reversed-shells"]);
  });
});

describe("a surface that does not close", () => {
  test("a hole: three open edges, and a range that holds the volume", async () => {
    const open = await topologyOf(without(cube(1), 3));
    expect(open).toMatchObject({ closed: false, volume: null, genus: null, edges: { ...none, open: 3 } });
    expect(open.volumeRange![0]).toBeLessThan(1);
    expect(open.volumeRange![1]).toBeGreaterThan(1);
    expect(open.findings[0]!.message).toContain("3 edges of holes");
  });

  test("a flipped triangle: three flipped edges", async () => {
    const flipped = join(without(cube(1), 3), insideOut(triangle(cube(1), 3)));
    expect(await topologyOf(flipped)).toMatchObject({ closed: false, edges: { ...none, flipped: 3 } });
  });

  test("a triangle twice: three edges where three triangles meet", async () => {
    const twice = await topologyOf(join(cube(1), triangle(cube(1), 3)));
    expect(twice).toMatchObject({ closed: false, edges: { ...none, nonManifold: 3 } });
    expect(codes(twice)).toEqual(["model/not-closed", "model/non-manifold"]);
  });
});

describe("surfaces without thickness", () => {
  const sheet = join(triangle(cube(1), 0), insideOut(triangle(cube(1), 0)));

  test("nothing but one", async () =>
    expect(await topologyOf(sheet)).toMatchObject({ volume: null, findings: [{ code: "model/double-sided" }] }));

  test("one beside a solid", async () =>
    expect(await topologyOf(join(cube(3), moved(sheet, [9, 0, 0])))).toMatchObject({
      volume: 27,
      findings: [{ code: "model/double-sided" }],
    }));
});

test("two cubes that share an edge are one surface and no manifold", async () =>
  expect(await topologyOf(join(cube(1), moved(cube(1), [1, 1, 0])))).toMatchObject({
    closed: true,
    shells: 1,
    volume: 2,
    genus: null,
    edges: { ...none, nonManifold: 1 },
  }));

describe("seams that an exporter rounded", () => {
  /** Every other triangle's corners are off by so much. */
  const jittered = (by: number) => torus(shape).map((c, i) => (Math.floor(i / 9) % 2 === 0 ? c + by : c));

  test("are joined, and the surface is closed", async () => {
    const joined = await topologyOf(jittered(1e-9));
    expect(joined).toMatchObject({ closed: true, welded: true, shells: 1, genus: 1, edges: none });
    expect(codes(joined)).toEqual(["model/seams-joined"]);
  });

  test("are holes where they are wider", async () =>
    expect(await topologyOf(jittered(1e-3))).toMatchObject({ closed: false, welded: false }));
});

test("a fan of many triangles around one corner", async () => {
  const rim = (i: number) => [Math.cos((i * Math.PI) / 500), Math.sin((i * Math.PI) / 500), 0];
  const cone = Array.from({ length: 1_000 }, (_, i) => [
    [...rim(i), ...rim((i + 1) % 1_000), 0, 0, 1],
    [...rim((i + 1) % 1_000), ...rim(i), 0, 0, -1],
  ]);
  expect(await topologyOf(Float64Array.from(cone.flat(2)))).toMatchObject({ closed: true, genus: 0, euler: 2 });
});

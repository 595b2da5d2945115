import { describe, expect, test } from "bun:test";
import { insideOut, join, type Mesh, moved } from "#dev/models/mesh.ts";
import { box, cube, torus, torusVolume } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { lookedAt } from "../topology/testing/looked-at.ts";
import { lookDeeper } from "./look-deeper.ts";

async function deeply(mesh: Mesh) {
  const { topology, bodies } = await lookedAt(binaryStl(mesh));
  return lookDeeper(topology, bodies);
}

const codes = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

describe("overlapping shells", () => {
  test("two cubes that share an eighth", async () => {
    const overlap = await deeply(join(cube(10), box([10, 10, 10], [5, 5, 5])));
    expect(overlap).toMatchObject({ volume: 2000, selfIntersecting: true });
    expect(overlap.united).toBeCloseTo(1875, 6);
    expect(overlap.findings[0]!.message).toBe("Surfaces overlap: one by one they enclose 2,000, together 1,875.");
  });

  test("a solid within a solid", async () =>
    expect((await deeply(join(cube(10), moved(cube(2), [4, 4, 4])))).united).toBeCloseTo(1000, 6));

  test("a cavity is none, and neither are shells apart", async () => {
    const hollow = join(cube(10), insideOut(moved(cube(2), [4, 4, 4])));
    for (const mesh of [hollow, join(cube(10), moved(cube(10), [20, 0, 0]))]) {
      expect(await deeply(mesh)).toMatchObject({ united: null, selfIntersecting: false, findings: [] });
    }
  });
});

describe("the thinnest wall", () => {
  const hollowBox = (wall: number) =>
    join(cube(20), insideOut(box([20 - 2 * wall, 20 - 2 * wall, 20 - 2 * wall], [wall, wall, wall])));
  const hollowTorus = (wall: number) => {
    const tube = (minor: number) => torus({ major: 20, minor, segments: 40, sides: 24 });
    return join(tube(5), insideOut(tube(5 - wall)));
  };

  test.each([0.3, 0.8, 2])("of a hollow box, %p", async (wall) => {
    const { thinnestWall } = await deeply(hollowBox(wall));
    expect(thinnestWall! / wall).toBeWithin(0.9, 1.1);
  });

  test.each([0.3, 0.8, 2])("of a hollow torus, %p", async (wall) => {
    const { thinnestWall } = await deeply(hollowTorus(wall));
    expect(thinnestWall! / wall).toBeWithin(0.9, 1.1);
  });

  test("of a plate", async () => expect((await deeply(box([30, 20, 1.2]))).thinnestWall).toBeCloseTo(1.2, 4));
});

describe("a surface that passes through itself", () => {
  test("a torus thicker than its hole", async () => {
    const spindle = await deeply(torus({ major: 3, minor: 5, segments: 24, sides: 12 }));
    expect(spindle.selfIntersecting).toBe(true);
    expect(codes(spindle)).toContain("model/self-intersecting");
  });

  test("a sound one does not", async () => {
    const ring = await deeply(torus({ major: 8, minor: 3, segments: 24, sides: 12 }));
    expect(ring).toMatchObject({ selfIntersecting: false, findings: [] });
  });
});

test("the convex hull", async () => {
  expect((await deeply(join(cube(1), moved(cube(1), [9, 0, 0])))).hull).toBeCloseTo(10, 6);
  const shape = { major: 8, minor: 3, segments: 24, sides: 12 };
  expect((await deeply(torus(shape))).hull!).toBeGreaterThan(torusVolume(shape));
});

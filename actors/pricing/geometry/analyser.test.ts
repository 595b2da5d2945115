import { describe, expect, test } from "bun:test";
import { ModelFacts } from "#contracts/pricing/facts.ts";
import { hostileFiles } from "#dev/models/hostile.ts";
import { join } from "#dev/models/mesh.ts";
import { ring, ringStl } from "#dev/models/ring.ts";
import { box, cube, torus, torusVolume } from "#dev/models/solids.ts";
import { asciiStl, binaryStl } from "#dev/models/stl.ts";
import { analysed, relativeError } from "./testing/analysed.ts";

describe("a generated solid", () => {
  const shape = { major: 20, minor: 3.5, segments: 97, sides: 31 };

  test("box: volume, area, bounds, triangles", async () =>
    expect(await analysed(binaryStl(box([2, 3, 4], [-1, 10, 100])))).toEqual({
      analyser: "geometry/3",
      format: "stl-binary",
      bytes: 684,
      triangles: 12,
      volume: 24,
      area: 52,
      bbox: { min: [-1, 10, 100], max: [1, 13, 104] },
      units: null,
      closed: true,
      shells: null,
      centre: [0, 11.5, 102],
      overhang: [12, 8, 6, 12, 8, 6].map((area) => ({ area, supportMax: 0 })),
      findings: [],
    }));

  test("torus in text: its volume to twelve digits", async () => {
    const facts = await analysed(asciiStl(torus(shape)));
    expect(facts.format).toBe("stl-ascii");
    expect(relativeError(facts.volume, torusVolume(shape))).toBeLessThan(1e-12);
  });

  test("torus in binary: as good as f32 coordinates allow", async () =>
    expect(relativeError((await analysed(binaryStl(torus(shape)))).volume, torusVolume(shape))).toBeLessThan(1e-6));

  test("two shells apart add up", async () =>
    expect((await analysed(binaryStl(join(cube(1), box([2, 2, 2], [5, 0, 0]))))).volume).toBe(9));

  test("the demonstration ring is closed and faces outwards", async () => {
    const ringShape = { majorMm: 9, minorMm: 1, segments: 96 };
    const facts = await analysed(ringStl(ringShape));
    const band = torusVolume({ major: 9, minor: 1, segments: 96, sides: 32 });
    expect(facts.findings).toEqual([]);
    expect(facts.triangles).toBe(ring(ringShape).length / 9);
    expect(facts.volume! / band).toBeWithin(1.05, 1.8 ** 2);
  });
});

describe("a hostile file is answered:", () => {
  test.each(hostileFiles.map((file) => [file.name, file] as const))("%s", async (_, file) => {
    const facts = await analysed(file.bytes);
    expect(facts.findings.map(({ code }) => code as string)).toEqual(file.finding ? [file.finding] : []);
    expect(facts.volume).toBe(file.volume ?? null);
    expect(ModelFacts.safeParse({ ...facts, sha256: "0".repeat(64) }).error).toBeUndefined();
  });
});

describe("limits", () => {
  test("bytes", async () => {
    const facts = await analysed(binaryStl(cube(1)), { bytesMax: 683 });
    // Bytes beyond the limit are counted, not read.
    expect(facts).toMatchObject({ bytes: 684, triangles: 11, volume: null, findings: [{ code: "model/too-large" }] });
    expect((await analysed(binaryStl(cube(1)), { bytesMax: 684 })).findings).toEqual([]);
  });

  test.each([
    ["binary", binaryStl(cube(1))],
    ["text", asciiStl(cube(1))],
  ])("triangles of %s", async (_, bytes) => {
    const facts = await analysed(bytes, { trianglesMax: 11 });
    expect(facts).toMatchObject({ triangles: 11, volume: null, findings: [{ code: "model/too-many-triangles" }] });
    expect((await analysed(bytes, { trianglesMax: 12 })).findings).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ModelTopology } from "#contracts/pricing/topology.ts";
import { join, moved } from "#dev/models/mesh.ts";
import { box, cube, torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";
import { ExaminerPool } from "./pool.ts";
import { addressFrame, endFrame, FrameReader, framed } from "./process/frames.ts";
import { usualLimits } from "./process-pool.ts";

const sha256 = "0".repeat(64);
/** In chunks, as a store gives them. */
const chunks = (bytes: Uint8Array, size = 1_000) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
const codes = ({ findings }: ModelTopology) => findings.map(({ code }) => code as string);
const cubeStl = binaryStl(cube(1));

describe("a pool of one worker", () => {
  let pool: ExaminerPool;
  beforeAll(() => {
    pool = new ExaminerPool(usualLimits);
  });
  afterAll(() => pool.close());

  test("looks at model after model, however many are given at once", async () => {
    const overlapping = binaryStl(join(cube(10), box([10, 10, 10], [5, 5, 5])));
    const [one, two, three] = await Promise.all(
      [cubeStl, overlapping, cubeStl].map((bytes) => pool.examine(sha256, chunks(bytes))),
    );
    expect(one).toMatchObject({ sha256, closed: true, volume: 1, findings: [] });
    expect(two!.united).toBeCloseTo(1875, 6);
    expect(three).toEqual(one!);
    expect(ModelTopology.safeParse(two).error).toBeUndefined();
  }, 30_000);

  test("answers what is no model", async () => {
    const nothing = await pool.examine(sha256, chunks(new TextEncoder().encode("no model at all")));
    expect(nothing).toMatchObject({ closed: null, shells: null, findings: [] });
  }, 30_000);
});

test("past its deadline a worker is ended, and the next model has a new one", async () => {
  const pool = new ExaminerPool({ ...usualLimits, deadlineMs: 1 });
  expect(codes(await pool.examine(sha256, chunks(cubeStl)))).toEqual(["model/not-examined"]);
  expect(codes(await pool.examine(sha256, chunks(cubeStl)))).toEqual(["model/not-examined"]);
  pool.close();
}, 30_000);

test.if(process.platform === "linux")(
  "a worker that takes too much memory is ended",
  async () => {
    const pool = new ExaminerPool({ ...usualLimits, memoryBytesMax: 10_000_000 });
    const many = binaryStl(torus({ major: 20, minor: 3, segments: 100, sides: 100 }));
    const { findings } = await pool.examine(sha256, chunks(many));
    expect(findings[0]!.message).toContain("too much memory");
    pool.close();
  },
  30_000,
);

test("where the bytes fail, so does the look, and the pool goes on", async () => {
  const pool = new ExaminerPool(usualLimits);
  async function* broken() {
    yield cubeStl.subarray(0, 100);
    throw new Error("the store is gone");
  }
  expect(pool.examine(sha256, broken())).rejects.toThrow("the store is gone");
  expect(await pool.examine(sha256, chunks(cubeStl))).toMatchObject({ volume: 1 });
  pool.close();
}, 30_000);

test("a worker is replaced after its share of models", async () => {
  const pool = new ExaminerPool({ ...usualLimits, modelsMax: 1 });
  for (const size of [1, 2]) {
    const { volume } = await pool.examine(sha256, chunks(binaryStl(moved(cube(size), [3, 0, 0]))));
    expect(volume).toBe(size ** 3);
  }
  pool.close();
}, 30_000);

test("frames are found however the bytes are cut", () => {
  const models = [Uint8Array.of(1, 2, 3), Uint8Array.of(), Uint8Array.of(4)];
  const frames = models.flatMap((model) => [...(model.length > 0 ? [framed(model)] : []), endFrame]);
  const wire = Buffer.concat([...frames, addressFrame("http://store/a?b"), endFrame]);
  for (const size of [1, 2, 5, wire.length]) {
    const found: (number[] | string)[] = [];
    let current: number[] = [];
    const reader = new FrameReader({
      part: (bytes) => current.push(...bytes),
      end: () => {
        found.push(current);
        current = [];
      },
      address: (address) => found.push(address),
    });
    for (const bytes of chunks(wire, size)) reader.push(bytes);
    expect(found).toEqual([[1, 2, 3], [], [4], "http://store/a?b", []]);
  }
});

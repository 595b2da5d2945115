import { afterAll, expect, test } from "bun:test";
import { writers } from "#dev/models/formats/all.ts";
import { threeMf } from "#dev/models/formats/threemf.ts";
import { torus } from "#dev/models/solids.ts";
import { ModelPass, modelFacts } from "./model-facts.ts";
import { AnalyserPool } from "./workers/analyser-pool.ts";
import { usualLimits } from "./workers/process-pool.ts";

const limits = { bytesMax: 1e9, trianglesMax: 1e6 };
const pool = new AnalyserPool(limits);
afterAll(() => pool.close());

const small = torus({ major: 9, minor: 2, segments: 9, sides: 5 });
/** Packs to more than what is read at once. */
const large = torus({ major: 9, minor: 2, segments: 300, sides: 100 });

async function passed(bytes: Uint8Array, through: AnalyserPool, chunkBytes = 60_000) {
  const pass = new ModelPass(limits, through);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    // A chunk is the caller's again at once.
    const chunk = bytes.slice(at, at + chunkBytes);
    await pass.push(chunk);
    chunk.fill(0xff);
  }
  return pass.finish();
}

async function atOnce(bytes: Uint8Array) {
  const pass = modelFacts(limits);
  pass.push(bytes);
  return pass.finish();
}

const files = [
  ...writers.map(({ format, write }) => [format as string, write(small)] as const),
  ["nothing", new Uint8Array()] as const,
  ["a large 3MF", threeMf(large)] as const,
  ["STEP that is none", new TextEncoder().encode(`ISO-10303-21;\n${" ".repeat(90)}`)] as const,
];

test.each(files)(
  "the facts of %s are the same wherever they were read",
  async (_, bytes) => {
    expect(await passed(bytes, pool, 7_777)).toEqual(await atOnce(bytes));
  },
  30_000,
);

test("what is read again at the end has the same facts, and until then no worker", async () => {
  const bytes = threeMf(large);
  async function* again() {
    yield bytes;
  }
  const pass = new ModelPass(limits, pool, async () => again());
  await pass.push(bytes);
  expect(pool.pids).toEqual([]);
  expect(await pass.finish()).toEqual(await atOnce(bytes));
}, 30_000);

test("what takes its worker too long is refused, and the next model is read", async () => {
  const hasty = new AnalyserPool(limits, { ...usualLimits, deadlineMs: 1 });
  const unread = await passed(threeMf(large), hasty);
  expect(unread).toMatchObject({ bytes: threeMf(large).length, finding: { code: "model/took-too-long" } });
  expect(await passed(threeMf(small), hasty)).toMatchObject({ format: "3mf", findings: [] });
  hasty.close();
}, 30_000);

test("one worker, two or eight give the same bits", async () => {
  const models = files.slice(0, 8).map(([, bytes]) => bytes);
  const expected = (await Promise.all(models.map(atOnce))).map(({ sha256: _, ...analysis }) => analysis);
  for (const workers of [1, 2, 8]) {
    const several = new AnalyserPool(limits, { ...usualLimits, workers });
    expect(await Promise.all(models.map((bytes) => several.analyse([bytes])))).toEqual(expected);
    several.close();
  }
}, 60_000);

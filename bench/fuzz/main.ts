import fc from "fast-check";
import { mutated, mutation } from "#actors/pricing/geometry/testing/mutation.ts";
import { AnalyserPool } from "#actors/pricing/workers/analyser-pool.ts";
import { usualLimits } from "#actors/pricing/workers/process-pool.ts";
import { ModelFacts } from "#contracts/pricing/facts.ts";
import { writers } from "#dev/models/formats/all.ts";
import { hostileFiles } from "#dev/models/hostile.ts";
import { torus } from "#dev/models/solids.ts";
import { latencies } from "../latency.ts";
import { atMost, publish, rounded } from "../result.ts";

/** How long files are mutated, s. */
const budgetS = Number(process.env["BEZEL_FUZZ_S"] ?? 300);
const limits = { bytesMax: 2 ** 30, trianglesMax: 20_000_000 };
/** A file of a few kilobytes that takes longer is a hang, and one that takes more is a bomb that went off. */
const bounds = { ...usualLimits, deadlineMs: 5_000, memoryBytesMax: 2 ** 29, modelsMax: Number.POSITIVE_INFINITY };
/** Then a new worker takes over, as in a node: its start is no answer, and is not measured. */
const batchesPerWorker = 100;
/** Larger real files would be most of what is read. */
const fileBytesMax = 60_000;
const batch = 50;

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Generated files of every format, and real ones where BEZEL_MODELS_DIR names a folder of them. */
async function originals(): Promise<File[]> {
  const solid = torus({ major: 9, minor: 2, segments: 9, sides: 5 });
  const generated = writers.map(({ format, write }) => ({ name: format, bytes: write(solid) }));
  const folder = process.env["BEZEL_MODELS_DIR"];
  const paths = folder === undefined ? [] : Array.from(new Bun.Glob("{*,evil/*}").scanSync(folder));
  const real = await Promise.all(
    paths.map(async (name) => ({ name, bytes: await Bun.file(`${folder}/${name}`).bytes() })),
  );
  // Whether STEP ends is its kernel's affair, in a process that is ended.
  const small = real.filter(({ name, bytes }) => bytes.length < fileBytesMax && !/\.(step|md|tsv)$/i.test(name));
  return [...generated, ...hostileFiles.filter(({ bytes }) => bytes.length > 0), ...small];
}

/** What went wrong with one mutated file, if anything did. */
async function faultOf(pool: AnalyserPool, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const facts = { ...(await pool.analyse([bytes])), sha256: "0".repeat(64) };
    return ModelFacts.safeParse(facts).success ? undefined : "no answer by the contract";
  } catch (error) {
    return String(error);
  }
}

/** A worker that has answered once. */
async function warmPool(bytes: Uint8Array): Promise<AnalyserPool> {
  const pool = new AnalyserPool(limits, bounds);
  await pool.analyse([bytes]);
  return pool;
}

interface Slowest {
  readonly ms: number;
  readonly where: string;
}

/** Mutates files for a budget of time: no crash, no hang, memory capped. */
export async function fuzz(): Promise<void> {
  const files = await originals();
  const seed = Number(process.env["BEZEL_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}, ${files.length} files, ${budgetS} s (BEZEL_FUZZ_SEED, BEZEL_FUZZ_S)`);
  let pool = await warmPool(files[0]!.bytes);
  let slowest: Slowest = { ms: 0, where: "" };
  const times: number[] = [];
  const faults: string[] = [];
  const end = performance.now() + budgetS * 1_000;
  for (let round = 0; performance.now() < end; round++) {
    const file = files[round % files.length]!;
    if (round % batchesPerWorker === batchesPerWorker - 1) {
      pool.close();
      pool = await warmPool(files[0]!.bytes);
    }
    for (const [i, how] of fc.sample(mutation, { seed: seed + round, numRuns: batch }).entries()) {
      const begun = performance.now();
      const fault = await faultOf(pool, mutated(file.bytes, how));
      const ms = performance.now() - begun;
      times.push(ms);
      const where = `${file.name}, seed ${seed + round}, mutation ${i}`;
      if (ms > slowest.ms) slowest = { ms, where };
      if (fault === undefined) continue;
      faults.push(`${where}: ${fault}`);
      console.log(faults.at(-1));
    }
  }
  pool.close();
  const { count, p50, p99 } = latencies(times);
  console.log(`slowest: ${slowest.where}, ${rounded(slowest.ms)} ms`);
  publish({
    name: "fuzz",
    rows: [
      {
        files: files.length,
        mutations: count,
        faults: faults.length,
        "p50 ms": rounded(p50),
        "p99 ms": rounded(p99),
        "slowest ms": rounded(slowest.ms),
      },
    ],
    aims: [
      atMost("files that crashed, hung or took too much", faults.length, 0),
      atMost("slowest answer, ms", slowest.ms, 1_000),
    ],
  });
}

import { type Aim, atLeast, atMost, publish, type Row, rounded } from "../result.ts";
import { type GeneratedStl, generatedStl } from "./generated.ts";
import { manifold, three } from "./libraries.ts";
import { analyser, type Contender, closerLook, plainPass, readingFloor } from "./ours.ts";
import { isInstalled, type Program, withProgram } from "./programs.ts";

const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
/** The size the aims speak of: 50 MB. */
const aimedAt = 1_000_000;
/** Contenders that would need longer than this for the largest file are not asked about it. */
const patienceMs = 15_000;
/** Each contender is repeated for so long, at least once, and its fastest run counts: other work only ever slows. */
const repeatMs = 2_000;
const runsMin = 3;

interface Measured {
  readonly ms: number;
  readonly volume: number | null;
}

async function fastest(contender: () => Promise<number | null> | number | null): Promise<Measured> {
  const begun = performance.now();
  let ms = Number.POSITIVE_INFINITY;
  let volume: number | null = null;
  for (let run = 0; run < runsMin || performance.now() - begun < repeatMs; run++) {
    const start = performance.now();
    volume = await contender();
    ms = Math.min(ms, performance.now() - start);
    if (ms > repeatMs) break;
  }
  return { ms, volume };
}

const programs: Record<string, Program> = { "admesh 0.98": "admesh", "PrusaSlicer 2.5 --info": "prusa-slicer" };
const contenders: Record<string, Contender> = {
  "Bezel, facts": analyser,
  "Bezel, facts without WASM": plainPass,
  "Bezel, facts and closer look": closerLook,
  "three 0.187 STLLoader + volume": three,
  "manifold-3d 3.5.4, after our weld": manifold,
};

/** From a model file in memory to its volume, beside libraries, programs and merely reading the bytes. */
export async function inMemory(): Promise<void> {
  const rows: Row[] = [];
  const atAim = new Map<string, number>();
  const slow = new Set<string>();
  const first = generatedStl(sizes[0] ?? 1);
  // Compilers and libraries come to rest before anything is measured.
  for (const contender of Object.values(contenders)) await contender(first.bytes);
  for (const wanted of sizes) {
    const stl = generatedStl(wanted);
    const floor = await fastest(floorOf(await readingFloor(stl.bytes)));
    const add = (what: string, { ms, volume }: Measured) => {
      rows.push(rowOf(what, stl, ms, floor.ms, volume));
      if (wanted >= aimedAt && ms > patienceMs / 10) slow.add(what);
      if (wanted === aimedAt) atAim.set(what, ms);
      console.log(`${stl.triangles} triangles, ${what}: ${rounded(ms)} ms`);
    };
    add("floor: reading the bytes", floor);
    for (const [what, contender] of Object.entries(contenders)) {
      if (!slow.has(what)) add(what, await fastest(() => contender(stl.bytes)));
    }
    for (const [what, program] of Object.entries(programs)) {
      if (!isInstalled(program) || slow.has(what)) continue;
      add(what, await withProgram(program, stl.bytes, (run) => fastest(() => run(stl.bytes))));
    }
  }
  for (const [what, program] of Object.entries(programs)) {
    if (!isInstalled(program)) console.log(`absent: ${what} (apt-get install ${program}), so it was not measured`);
  }
  publish({ name: "pricing", rows, aims: aims(atAim) });
}

const floorOf = (read: () => void) => () => {
  read();
  return null;
};

function rowOf(
  what: string,
  { bytes, triangles, volume }: GeneratedStl,
  ms: number,
  floor: number,
  found: number | null,
): Row {
  return {
    triangles,
    what,
    ms: rounded(ms),
    "MB/s": rounded(bytes.length / 1_000 / ms),
    "Mtri/s": rounded(triangles / 1_000 / ms),
    "of floor": rounded(ms / floor),
    "volume error": found === null ? "" : (Math.abs(found - volume) / volume).toExponential(1),
  };
}

function aims(ms: ReadonlyMap<string, number>): Aim[] {
  const ours = ms.get("Bezel, facts") ?? Number.NaN;
  const times = (what: string, least: number): Aim[] => {
    const theirs = ms.get(what);
    return theirs === undefined ? [] : [atLeast(`times as fast as ${what}, 50 MB`, theirs / ours, least)];
  };
  return [
    atMost("facts of 50 MB over reading the bytes", ours / (ms.get("floor: reading the bytes") ?? Number.NaN), 2.5),
    ...times("three 0.187 STLLoader + volume", 15),
    ...times("admesh 0.98", 50),
    ...times("PrusaSlicer 2.5 --info", 200),
  ];
}

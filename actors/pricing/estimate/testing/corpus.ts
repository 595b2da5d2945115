import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join as path } from "node:path";
import { insideOut, join, type Mesh, moved, type Vector } from "#dev/models/mesh.ts";
import { box, torus } from "#dev/models/solids.ts";
import { binaryStl } from "#dev/models/stl.ts";

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each triangle in four, as often as it takes to have so many: the shape stays what it was. */
export function divided(mesh: Mesh, least: number): Mesh {
  let fine = mesh;
  while (fine.length / 9 < least) fine = quartered(fine);
  return fine;
}

function quartered(mesh: Mesh): Mesh {
  const fine = new Float64Array(4 * mesh.length);
  for (let at = 0; at < mesh.length; at += 9) {
    const [a, b, c] = [0, 3, 6].map((i) => mesh.subarray(at + i, at + i + 3)) as [Mesh, Mesh, Mesh];
    const [ab, bc, ca] = [half(a, b), half(b, c), half(c, a)];
    fine.set([...a, ...ab, ...ca, ...ab, ...b, ...bc, ...ca, ...bc, ...c, ...ab, ...bc, ...ca], 4 * at);
  }
  return fine;
}
const half = (a: Mesh, b: Mesh): Mesh => a.map((value, i) => (value + b[i]!) / 2);

/** The same triangles in any order: what some exporters write. */
export function shuffled(mesh: Mesh, random: () => number): Mesh {
  const mixed = mesh.slice();
  for (let i = mesh.length / 9 - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const one = mixed.slice(9 * i, 9 * i + 9);
    mixed.copyWithin(9 * i, 9 * j, 9 * j + 9);
    mixed.set(one, 9 * j);
  }
  return mixed;
}

const between = (random: () => number, low: number, high: number) => low + random() * (high - low);

/** A ring with a texture, as engraved ones have. */
function engraved(random: () => number): Mesh {
  const [waves, depth] = [Math.round(between(random, 3, 90)), between(random, 0, 0.3)];
  const head = between(random, 0, 1.5);
  const swell = (around: number) => 1 + depth * Math.sin(waves * around) + head * Math.max(0, Math.sin(around)) ** 12;
  const segments = Math.round(between(random, 200, 500));
  return torus({ major: between(random, 7, 12), minor: between(random, 0.6, 2), segments, sides: 120, swell });
}

/** A ring set with small balls, or rather rings so thick that they might be. */
function set(random: () => number): Mesh {
  const band = torus({ major: 9, minor: 1.2, segments: 400, sides: 60 });
  const count = Math.round(between(random, 5, 40));
  const stones = Array.from({ length: count }, (_, i) => {
    const around = (2 * Math.PI * i) / count;
    const size = between(random, 0.3, 0.8);
    const at: Vector = [12 * Math.cos(around), 12 * Math.sin(around), between(random, -1, 1)];
    return moved(torus({ major: size, minor: 0.45 * size, segments: 48, sides: 20 }), at);
  });
  return join(band, ...stones);
}

/** A hollow ring: a shell of a wall's thickness. */
function hollow(random: () => number): Mesh {
  const minor = between(random, 1, 2.5);
  const shape = { major: 9, segments: 400, sides: 60 };
  const wall = between(random, 0.2, 0.6);
  return join(torus({ ...shape, minor }), insideOut(torus({ ...shape, minor: minor - wall })));
}

/** A plate whose large faces are a few triangles among many small ones. */
const plate = (random: () => number): Mesh =>
  join(
    box([between(random, 10, 60), between(random, 10, 60), between(random, 1, 5)], [-30, -30, -20]),
    engraved(random),
  );

const blocks = (random: () => number): Mesh =>
  divided(
    join(...[0, 1, 2].map((i) => box([between(random, 1, 9), between(random, 1, 9), 2], [12 * i, 0, 0]))),
    60_000,
  );

const kinds = { engraved, set, hollow, plate, blocks };

export interface CorpusFile {
  readonly name: string;
  readonly stl: Uint8Array;
}

/** Binary STLs of many shapes, in two orders of their triangles but for what no sample can be expected to find. */
export function* generatedCorpus(each: number, seed: number): Generator<CorpusFile> {
  for (const [kind, shape] of Object.entries(kinds)) {
    for (let n = 0; n < each; n++) {
      const random = dice(seed + 1_000 * n);
      const mesh = shape(random);
      yield { name: `${kind} ${n}`, stl: binaryStl(mesh) };
      // Twelve huge triangles strewn among tens of thousands: a sample may miss them all, and nothing would tell.
      if (kind !== "plate") yield { name: `${kind} ${n}, shuffled`, stl: binaryStl(shuffled(mesh, random)) };
    }
  }
}

/** The binary STLs of a folder, their triangles divided so often that a sample of them is one. */
export function* realCorpus(folder: string | undefined): Generator<CorpusFile> {
  if (!folder || !existsSync(folder)) return;
  for (const name of readdirSync(folder)
    .filter((file) => /\.stl$/i.test(file))
    .sort()) {
    const bytes = readFileSync(path(folder, name));
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const count = bytes.length > 84 ? view.getUint32(80, true) : 0;
    if (count === 0 || bytes.length !== 84 + 50 * count) continue;
    const corner = (i: number) => view.getFloat32(96 + 50 * Math.floor(i / 9) + 4 * (i % 9), true);
    const mesh = divided(
      Float64Array.from({ length: 9 * count }, (_, i) => corner(i)),
      60_000,
    );
    yield { name, stl: binaryStl(mesh) };
    yield { name: `${name}, shuffled`, stl: binaryStl(shuffled(mesh, dice(1))) };
  }
}

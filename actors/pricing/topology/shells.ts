import type { DisjointSets } from "./disjoint-sets.ts";
import type { Triangulation } from "./edges.ts";

/** A connected part of a surface. */
export interface Shell {
  readonly triangles: number;
  /** Signed: negative where the triangles face inwards. */
  readonly volume: number;
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** One of its triangles. */
  readonly first: number;
}

/** The parts, the one with the model's first triangle first. `of` gives each triangle's part, or -1 without area. */
export function shellsOf(mesh: Triangulation, coordinates: Float64Array, sets: DisjointSets) {
  const of = new Int32Array(mesh.triangles).fill(-1);
  const numbers = new Map<number, number>();
  const shells: Mutable[] = [];
  const origin = coordinates.subarray(0, 3);
  for (let triangle = 0; triangle < mesh.triangles; triangle++) {
    const a = mesh.corners[3 * triangle]!;
    const b = mesh.corners[3 * triangle + 1]!;
    const c = mesh.corners[3 * triangle + 2]!;
    if (a === b || b === c || c === a) continue;
    const root = sets.find(triangle);
    let number = numbers.get(root);
    if (number === undefined) {
      number = shells.length;
      numbers.set(root, number);
      shells.push({ triangles: 0, volume: 0, min: [...infinite], max: infinite.map((n) => -n), first: triangle });
    }
    of[triangle] = number;
    add(shells[number]!, 3 * a, 3 * b, 3 * c, coordinates, origin);
  }
  // Divided once, so that no digit is lost a triangle.
  for (const shell of shells) shell.volume /= 6;
  return { shells: shells as readonly Shell[], of };
}

type Mutable = { -readonly [Name in keyof Shell]: Shell[Name] } & { min: number[]; max: number[] };
const infinite = [Infinity, Infinity, Infinity];

function add(shell: Mutable, a: number, b: number, c: number, coordinates: Float64Array, origin: Float64Array): void {
  const ax = coordinates[a]! - origin[0]!;
  const ay = coordinates[a + 1]! - origin[1]!;
  const az = coordinates[a + 2]! - origin[2]!;
  const ux = coordinates[b]! - coordinates[a]!;
  const uy = coordinates[b + 1]! - coordinates[a + 1]!;
  const uz = coordinates[b + 2]! - coordinates[a + 2]!;
  const vx = coordinates[c]! - coordinates[a]!;
  const vy = coordinates[c + 1]! - coordinates[a + 1]!;
  const vz = coordinates[c + 2]! - coordinates[a + 2]!;
  shell.triangles++;
  shell.volume += ax * (uy * vz - uz * vy) + ay * (uz * vx - ux * vz) + az * (ux * vy - uy * vx);
  for (let axis = 0; axis < 3; axis++) {
    const p = coordinates[a + axis]!;
    const q = coordinates[b + axis]!;
    const r = coordinates[c + axis]!;
    shell.min[axis] = Math.min(shell.min[axis]!, p, q, r);
    shell.max[axis] = Math.max(shell.max[axis]!, p, q, r);
  }
}

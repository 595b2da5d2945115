import type { Manifold } from "manifold-3d/manifold";
import type { Bodies } from "../topology/examine.ts";
import { library } from "./library.ts";

/** A difference below this share of the volume is rounding: the library works on f32 coordinates. */
const roundingShare = 1e-5;

export interface Overlap {
  /** Shells counted one by one. */
  readonly apart: number;
  /** What they enclose together. */
  readonly united: number;
}

/** What overlapping shells enclose together; undefined where none overlap, or one is no manifold. */
export async function overlapOf(bodies: Bodies, apart: number): Promise<Overlap | undefined> {
  if (!someBoxesMeet(bodies)) return undefined;
  const { Manifold, Mesh } = await library();
  const solids: Manifold[] = [];
  try {
    for (const number of bodies.shells.keys()) solids.push(new Manifold(new Mesh(meshOf(bodies, number))));
    const united = unite(bodies, solids, (made) => solids.push(made)).volume();
    return Math.abs(united - apart) > roundingShare * apart ? { apart, united } : undefined;
  } catch {
    // The library refuses what is no manifold; then there is nothing to say.
    return undefined;
  } finally {
    for (const solid of solids) solid.delete();
  }
}

/** From the outside in: what faces outwards adds, a shell within another that faces inwards is a cavity of it. */
function unite({ shells, depths }: Bodies, solids: readonly Manifold[], own: (made: Manifold) => void): Manifold {
  const order = Array.from(shells.keys()).sort((a, b) => depths[a]! - depths[b]!);
  return order.slice(1).reduce((whole, i) => {
    const made = isCavity(shells[i]!.volume, depths[i]!) ? whole.subtract(solids[i]!) : whole.add(solids[i]!);
    own(made);
    return made;
  }, solids[order[0]!]!);
}

const isCavity = (volume: number, depth: number) => depth > 0 && volume < 0;

function someBoxesMeet({ shells }: Bodies): boolean {
  const meet = (p: number, q: number) =>
    shells[p]!.min.every((low, axis) => low < shells[q]!.max[axis]! && shells[q]!.min[axis]! < shells[p]!.max[axis]!);
  return shells.some((_, p) => shells.some((_, q) => q > p && meet(p, q)));
}

/** One shell, facing outwards, with its corners seen from the model's first one: f32 has few digits to lose. */
function meshOf({ triangulation, coordinates, of, shells }: Bodies, number: number) {
  const numbers = new Map<number, number>();
  const vertices: number[] = [];
  const turned = shells[number]!.volume < 0;
  const triangles: number[] = [];
  for (let i = 0; i < of.length; i++) {
    if (of[i] !== number) continue;
    const [a, b, c] = [0, 1, 2].map((n) => vertexOf(triangulation.corners[3 * i + n]!)) as [number, number, number];
    triangles.push(...(turned ? [a, c, b] : [a, b, c]));
  }
  return { numProp: 3, vertProperties: Float32Array.from(vertices), triVerts: Uint32Array.from(triangles) };

  function vertexOf(vertex: number): number {
    const known = numbers.get(vertex);
    if (known !== undefined) return known;
    numbers.set(vertex, numbers.size);
    for (let axis = 0; axis < 3; axis++) vertices.push(coordinates[3 * vertex + axis]! - coordinates[axis]!);
    return numbers.size - 1;
  }
}

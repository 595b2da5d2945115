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
  const meeting = shellsThatMeet(bodies);
  if (meeting.length === 0) return undefined;
  const { Manifold, Mesh } = await library();
  const made: Manifold[] = [];
  const own = (solid: Manifold): Manifold => {
    made.push(solid);
    return solid;
  };
  try {
    const parts = partsOf(bodies, meeting).map((part) => ({ ...part, solid: own(new Manifold(new Mesh(part.mesh))) }));
    const alone = parts.reduce((sum, { solid, cavity }) => sum + (cavity ? -1 : 1) * solid.volume(), 0);
    const together = unite(parts, (solids) => own(Manifold.union(solids)), own).volume();
    const united = apart + together - alone;
    return Math.abs(together - alone) > roundingShare * apart ? { apart, united } : undefined;
  } catch {
    // The library refuses what is no manifold; then there is nothing to say.
    return undefined;
  } finally {
    for (const solid of made) solid.delete();
  }
}

interface Part {
  readonly depth: number;
  /** Within another and facing inwards. */
  readonly cavity: boolean;
  readonly solid: Manifold;
}

/** From the outside in, a depth at a time: cavities are cut out, all else is added. */
function unite(
  parts: readonly Part[],
  union: (solids: Manifold[]) => Manifold,
  own: (solid: Manifold) => Manifold,
): Manifold {
  const at = (depth: number, cavity: boolean) =>
    parts.filter((part) => part.depth === depth && part.cavity === cavity).map(({ solid }) => solid);
  const depths = Array.from(new Set(parts.map(({ depth }) => depth))).sort((a, b) => a - b);
  return depths.reduce((whole, depth) => {
    const [cavities, solids] = [at(depth, true), at(depth, false)];
    const cut = cavities.length === 0 ? whole : own(whole.subtract(union(cavities)));
    return solids.length === 0 ? cut : union([cut, ...solids]);
  }, union([]));
}

/** Shells whose box touches another's: only those can overlap or lie in one another. */
function shellsThatMeet({ shells }: Bodies): number[] {
  const meet = (p: number, q: number) =>
    shells[p]!.min.every((low, axis) => low < shells[q]!.max[axis]! && shells[q]!.min[axis]! < shells[p]!.max[axis]!);
  return Array.from(shells.keys()).filter((p) => shells.some((_, q) => q !== p && meet(p, q)));
}

/** The named shells, each facing outwards, with corners seen from the model's first one: f32 has few digits to lose. */
function partsOf({ triangulation, coordinates, of, shells, depths }: Bodies, named: readonly number[]) {
  const builders = new Map(named.map((number) => [number, new MeshBuilder(coordinates, shells[number]!.volume < 0)]));
  const { corners } = triangulation;
  for (let i = 0; i < of.length; i++) {
    builders.get(of[i]!)?.add(corners[3 * i]!, corners[3 * i + 1]!, corners[3 * i + 2]!);
  }
  return named.map((number) => {
    const [depth, { volume }] = [depths[number]!, shells[number]!];
    return { depth, cavity: depth > 0 && volume < 0, mesh: builders.get(number)!.mesh() };
  });
}

class MeshBuilder {
  private readonly numbers = new Map<number, number>();
  private readonly coordinates: number[] = [];
  private readonly triangles: number[] = [];

  constructor(
    private readonly source: Float64Array,
    private readonly turned: boolean,
  ) {}

  add(a: number, b: number, c: number): void {
    this.triangles.push(this.vertex(a), this.vertex(this.turned ? c : b), this.vertex(this.turned ? b : c));
  }

  mesh() {
    const [vertProperties, triVerts] = [Float32Array.from(this.coordinates), Uint32Array.from(this.triangles)];
    return { numProp: 3, vertProperties, triVerts };
  }

  private vertex(vertex: number): number {
    const known = this.numbers.get(vertex);
    if (known !== undefined) return known;
    const { source } = this;
    const at = 3 * vertex;
    this.coordinates.push(source[at]! - source[0]!, source[at + 1]! - source[1]!, source[at + 2]! - source[2]!);
    this.numbers.set(vertex, this.numbers.size);
    return this.numbers.size - 1;
  }
}

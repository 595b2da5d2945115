import type { ModelTopology } from "#contracts/pricing/topology.ts";
import type { Sums } from "../geometry/sums.ts";
import { unsureBy } from "../geometry/verdict.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { doubleSided } from "./double-sided.ts";
import { type EdgeWalk, type Triangulation, walkEdges } from "./edges.ts";
import { findings } from "./findings.ts";
import { depthsOf } from "./nesting.ts";
import { type Shell, shellsOf } from "./shells.ts";
import { weldNear } from "./tolerant-weld.ts";
import type { WeldedMesh } from "./welded-mesh.ts";

/** Corners this near are the same to any exporter, in the file's unit; of large models, this share of their size. */
const weldTolerance = 1e-8;

export type Topology = Omit<ModelTopology, "sha256" | "examiner">;

/** The shells of a closed surface, for what looks deeper. */
export interface Bodies {
  readonly triangulation: Triangulation;
  readonly coordinates: Float64Array;
  readonly shells: readonly Shell[];
  /** How deep each lies within others. */
  readonly depths: readonly number[];
  /** The shell of each triangle, or -1. */
  readonly of: Int32Array;
}

/** Looks at how the triangles hang together. `sums` are those of the same triangles. */
export function examine(mesh: WeldedMesh, sums: Sums): { topology: Topology; bodies: Bodies | null } {
  const exact: Triangulation = { corners: mesh.corners, triangles: mesh.triangles, vertices: mesh.vertices };
  const walked = walkEdges(exact);
  const size = Math.hypot(...sums.max.map((high, axis) => high - sums.min[axis]!));
  const welded = walked.unbalanced === 0 ? undefined : weldedWhereLoose(exact, mesh.coordinates, walked, size);
  const { triangulation, walk } = welded ?? { triangulation: exact, walk: walked };
  const closed = walk.unbalanced === 0;
  const { shells, of } = shellsOf(triangulation, mesh.coordinates, walk.shells);
  const depths = closed ? depthsOf(triangulation, mesh.coordinates, shells, of) : null;
  const volume = closed ? volumeOf(shells, depths) : null;
  const sheets = doubleSided(triangulation);
  const euler = eulerOf(triangulation, walk);
  const manifold = closed && walk.nonManifold === 0;
  const { coordinates } = mesh;
  const topology = {
    ...unseen,
    closed,
    welded: welded !== undefined,
    shells: connectedParts(triangulation),
    edges: { open: walk.open, flipped: walk.flipped, nonManifold: walk.nonManifold },
    euler,
    genus: manifold ? shells.length - euler / 2 : null,
    volume: volume === null || volume <= 0 || sheets === triangulation.triangles ? null : volume,
    volumeRange: closed ? null : rangeOf(sums),
    findings: findings({
      walk,
      closed,
      welded: welded !== undefined,
      sheets,
      shells,
      depths,
      triangles: mesh.triangles,
    }),
  };
  return { topology, bodies: depths === null ? null : { triangulation, coordinates, shells, depths, of } };
}

/** What only a look deeper finds. */
export const unseen = { united: null, hull: null, thinnestWall: null, selfIntersecting: null } as const;

/** Kept only where it closes the surface. */
function weldedWhereLoose(exact: Triangulation, coordinates: Float64Array, walked: EdgeWalk, size: number) {
  const triangulation = weldNear(exact, coordinates, walked.loose, weldTolerance * Math.max(1, size));
  const walk = walkEdges(triangulation);
  return walk.unbalanced === 0 ? { triangulation, walk } : undefined;
}

/**
 * Outer shells add, whichever way they face; shells within others add or subtract as they face beside the whole. Where the
 * nesting is not known, the directions are believed.
 */
function volumeOf(shells: readonly Shell[], depths: readonly number[] | null): number {
  const total = shells.reduce((sum, { volume }) => sum + volume, 0);
  if (depths === null) return Math.abs(total);
  const outwards = Math.sign(total);
  return shells.reduce((sum, { volume }, i) => sum + (depths[i] === 0 ? Math.abs(volume) : outwards * volume), 0);
}

/** Where a surface is open its volume depends on the point it is seen from: from the middle of its box, and how much else. */
function rangeOf(sums: Sums): [number, number] {
  const half = unsureBy(sums);
  const volume = Math.abs(sums.volume);
  return [Math.max(0, volume - half), volume + half];
}

/** Parts that touch in a corner count as one here; where volumes are added up, only an edge connects. */
function connectedParts({ corners, triangles, vertices }: Triangulation): number {
  const sets = new DisjointSets(vertices);
  const used = new Uint8Array(vertices);
  for (let i = 0; i < 3 * triangles; i += 3) {
    const a = corners[i]!;
    const b = corners[i + 1]!;
    const c = corners[i + 2]!;
    if (a === b || b === c || c === a) continue;
    sets.join(a, b);
    sets.join(b, c);
    used[a] = used[b] = used[c] = 1;
  }
  return used.reduce((parts, one, vertex) => parts + (one && sets.find(vertex) === vertex ? 1 : 0), 0);
}

function eulerOf({ corners, triangles, vertices }: Triangulation, { edges }: EdgeWalk): number {
  const used = new Uint8Array(vertices);
  let faces = 0;
  for (let i = 0; i < 3 * triangles; i += 3) {
    const a = corners[i]!;
    const b = corners[i + 1]!;
    const c = corners[i + 2]!;
    if (a === b || b === c || c === a) continue;
    faces++;
    used[a] = used[b] = used[c] = 1;
  }
  let corner = 0;
  for (const one of used) corner += one;
  return corner - edges + faces;
}

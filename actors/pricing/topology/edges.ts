import { DisjointSets } from "./disjoint-sets.ts";

/** Triangles as three vertices each, of `vertices` in all. */
export interface Triangulation {
  readonly corners: Uint32Array;
  readonly triangles: number;
  readonly vertices: number;
}

export interface EdgeCounts {
  readonly edges: number;
  /** Edges of one triangle. */
  readonly open: number;
  /** Edges of two triangles that both run along them in the same direction. */
  readonly flipped: number;
  /** Edges of more than two triangles. */
  readonly nonManifold: number;
  /** Edges whose triangles do not run along them equally often in both directions. */
  readonly unbalanced: number;
}

export interface EdgeWalk extends EdgeCounts {
  /** Triangles joined where they share an edge. */
  readonly shells: DisjointSets;
  /** Vertices of unbalanced edges, in pairs. */
  readonly loose: number[];
}

/** Most buckets are short, where sorting by insertion is fastest; a fan of many triangles makes a long one. */
const insertionMax = 24;

/** Looks at every edge once. Triangles with a corner twice have no edges. */
export function walkEdges(mesh: Triangulation): EdgeWalk {
  const buckets = bucketsByLowerVertex(mesh);
  const { starts } = buckets;
  const shells = new DisjointSets(mesh.triangles);
  const loose: number[] = [];
  const counts = { edges: 0, open: 0, flipped: 0, nonManifold: 0, unbalanced: 0 };
  const found = { counts, shells, loose };
  for (let vertex = 0; vertex < mesh.vertices; vertex++) {
    const [start, end] = [starts[vertex]!, starts[vertex + 1]!];
    sortRange(buckets, start, end);
    for (let i = start; i < end; ) i = walkEdge(buckets, i, end, vertex, found);
  }
  return { ...counts, shells, loose };
}

interface Found {
  readonly counts: { -readonly [Name in keyof EdgeCounts]: number };
  readonly shells: DisjointSets;
  readonly loose: number[];
}

/** All triangles at the edge that begins at `from`; returns where the next edge begins. */
function walkEdge({ others, sides }: Buckets, from: number, end: number, vertex: number, found: Found): number {
  const { counts, shells, loose } = found;
  const other = others[from]!;
  const first = sides[from]! >>> 1;
  let forward = 0;
  let i = from;
  for (; i < end && others[i] === other; i++) {
    forward += sides[i]! & 1;
    if (i > from) shells.join(first, sides[i]! >>> 1);
  }
  const all = i - from;
  counts.edges++;
  if (all === 1) counts.open++;
  if (all === 2 && forward !== 1) counts.flipped++;
  if (all > 2) counts.nonManifold++;
  if (2 * forward !== all) {
    counts.unbalanced++;
    loose.push(vertex, other);
  }
  return i;
}

/** The edges of each vertex that is the lower of their two, from starts[vertex] to starts[vertex + 1]. */
interface Buckets {
  readonly starts: Uint32Array;
  /** The other vertex. */
  readonly others: Uint32Array;
  /** Twice the triangle, and one more where it runs from the lower vertex to the other. */
  readonly sides: Uint32Array;
}

function bucketsByLowerVertex({ corners, triangles, vertices }: Triangulation): Buckets {
  const starts = new Uint32Array(vertices + 2);
  eachEdge(corners, triangles, (from, to) => {
    starts[Math.min(from, to) + 2]!++;
  });
  for (let i = 2; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const others = new Uint32Array(starts.at(-1)!);
  const sides = new Uint32Array(others.length);
  eachEdge(corners, triangles, (from, to, triangle) => {
    const place = starts[Math.min(from, to) + 1]!++;
    others[place] = Math.max(from, to);
    sides[place] = 2 * triangle + (from < to ? 1 : 0);
  });
  return { starts, others, sides };
}

function eachEdge(corners: Uint32Array, triangles: number, edge: (from: number, to: number, n: number) => void): void {
  for (let triangle = 0; triangle < triangles; triangle++) {
    const a = corners[3 * triangle]!;
    const b = corners[3 * triangle + 1]!;
    const c = corners[3 * triangle + 2]!;
    if (a === b || b === c || c === a) continue;
    edge(a, b, triangle);
    edge(b, c, triangle);
    edge(c, a, triangle);
  }
}

function sortRange({ others, sides }: Buckets, start: number, end: number): void {
  if (end - start > insertionMax) {
    sortLong(others.subarray(start, end), sides.subarray(start, end));
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const other = others[i]!;
    const side = sides[i]!;
    let j = i - 1;
    for (; j >= start && others[j]! > other; j--) {
      others[j + 1] = others[j]!;
      sides[j + 1] = sides[j]!;
    }
    others[j + 1] = other;
    sides[j + 1] = side;
  }
}

function sortLong(others: Uint32Array, sides: Uint32Array): void {
  const order = Uint32Array.from(others, (_, i) => i).sort((a, b) => others[a]! - others[b]!);
  const [oldOthers, oldSides] = [others.slice(), sides.slice()];
  for (const [to, from] of order.entries()) {
    others[to] = oldOthers[from]!;
    sides[to] = oldSides[from]!;
  }
}

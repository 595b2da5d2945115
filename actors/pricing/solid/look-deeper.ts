import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { Bodies, Topology } from "../topology/examine.ts";
import { hullOf } from "./hull.ts";
import { type Overlap, overlapOf } from "./overlap.ts";
import { intersectsItself } from "./self-intersection.ts";
import { TriangleTree } from "./triangle-tree.ts";
import { thinnestWall } from "./wall.ts";

/** What takes seconds where the rest takes milliseconds: a price is never kept waiting for it. */
export async function lookDeeper(topology: Topology, bodies: Bodies | null): Promise<Topology> {
  if (bodies === null || topology.volume === null) return topology;
  const points = pointsOf(bodies);
  const tree = new TriangleTree(points);
  const overlap = await overlapOf(bodies, topology.volume);
  const selfIntersecting = overlap !== undefined || intersectsItself(bodies.triangulation, points, tree);
  return {
    ...topology,
    united: overlap?.united ?? null,
    hull: await hullOf(bodies),
    thinnestWall: thinnestWall(points, tree, sizeOf(bodies)),
    selfIntersecting,
    findings: [...topology.findings, ...deeper(overlap, selfIntersecting)],
  };
}

function deeper(overlap: Overlap | undefined, selfIntersecting: boolean): Finding[] {
  if (overlap) return [overlapping(overlap)];
  return selfIntersecting ? [intersecting()] : [];
}

function overlapping({ apart, united }: Overlap): Finding {
  const [together, alone] = [united, apart].map((volume) => Number(volume.toPrecision(7)).toLocaleString("en"));
  return finding(
    "model/overlapping-shells",
    `Surfaces overlap: one by one they enclose ${alone}, together ${together}.`,
  );
}

const intersecting = () =>
  finding("model/self-intersecting", "The surface passes through itself, so a part of the volume may count twice.");

function pointsOf({ triangulation: { corners, triangles }, coordinates }: Bodies): Float64Array {
  return Float64Array.from({ length: 9 * triangles }, (_, i) => {
    const corner = Math.floor(i / 3);
    return coordinates[3 * corners[corner]! + (i - 3 * corner)]!;
  });
}

function sizeOf({ shells }: Bodies): number {
  const side = (axis: number) =>
    Math.max(...shells.map(({ max }) => max[axis]!)) - Math.min(...shells.map(({ min }) => min[axis]!));
  return Math.hypot(side(0), side(1), side(2));
}

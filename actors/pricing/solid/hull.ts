import type { Vec3 } from "manifold-3d/manifold";
import type { Bodies } from "../topology/examine.ts";
import { library } from "./library.ts";

/** More corners than this are not given to the library one by one. */
const verticesMax = 500_000;

/** Volume of the convex hull; null for very large models. */
export async function hullOf({ triangulation, coordinates }: Bodies): Promise<number | null> {
  if (triangulation.vertices > verticesMax) return null;
  const { Manifold } = await library();
  const seen = (vertex: number, axis: number) => coordinates[3 * vertex + axis]! - coordinates[axis]!;
  const points = Array.from({ length: triangulation.vertices }, (_, i): Vec3 => [seen(i, 0), seen(i, 1), seen(i, 2)]);
  const hull = Manifold.hull(points);
  const volume = hull.volume();
  hull.delete();
  return volume;
}

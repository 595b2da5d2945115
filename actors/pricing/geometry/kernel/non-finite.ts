import type { BlockSums } from "./block-sums.ts";
import { at, lanes } from "./layout.ts";

/**
 * How many of `count` triangles, just added, have a coordinate that is no number. Such a triangle spoils the area of its
 * block, so sound models are not looked at twice.
 */
export function nonFiniteAmong({ block }: BlockSums, count: number, coordinate: (i: number) => number): number {
  if (Number.isFinite(block[lanes * at.area]! + block[lanes * at.area + 1]!)) return 0;
  let triangles = 0;
  for (let triangle = 0; triangle < count; triangle++) {
    let i = 9 * triangle;
    while (i < 9 * triangle + 9 && Number.isFinite(coordinate(i))) i++;
    if (i < 9 * triangle + 9) triangles++;
  }
  return triangles;
}

import type { Mesh } from "./mesh.ts";
import { torus } from "./solids.ts";
import { binaryStl } from "./stl.ts";

export interface RingShape {
  /** From the finger's axis to the middle of the band. */
  readonly majorMm: number;
  /** Half the thickness of the band. */
  readonly minorMm: number;
  /** Around the finger, at least 3; a third as many around the band. */
  readonly segments: number;
}

/** A finger ring whose band swells to a head at the top: closed, outward-facing, in millimetres. */
export function ring({ majorMm, minorMm, segments }: RingShape): Mesh {
  const sides = Math.max(3, Math.round(segments / 3));
  const swell = (around: number) => 1 + 0.8 * Math.max(0, Math.sin(around)) ** 12;
  return torus({ major: majorMm, minor: minorMm, segments, sides, swell });
}

/** The ring as a binary STL file. */
export const ringStl = (shape: RingShape): Uint8Array => binaryStl(ring(shape), "Bezel demonstration ring");

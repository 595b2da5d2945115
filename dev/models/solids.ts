import type { Mesh, Vector } from "./mesh.ts";

/** Two triangles for the quadrilateral a, b, c, d (counter-clockwise from outside). */
const quad = (a: Vector, b: Vector, c: Vector, d: Vector): number[] => [a, b, c, a, c, d].flat();

/** An axis-parallel box of twelve triangles: bottom, top, front, back, left, right, two each. */
export function box(size: Vector, corner: Vector = [0, 0, 0]): Mesh {
  const at = (x: number, y: number, z: number): Vector => [
    corner[0] + x * size[0],
    corner[1] + y * size[1],
    corner[2] + z * size[2],
  ];
  return Float64Array.from([
    ...quad(at(0, 0, 0), at(0, 1, 0), at(1, 1, 0), at(1, 0, 0)),
    ...quad(at(0, 0, 1), at(1, 0, 1), at(1, 1, 1), at(0, 1, 1)),
    ...quad(at(0, 0, 0), at(1, 0, 0), at(1, 0, 1), at(0, 0, 1)),
    ...quad(at(0, 1, 0), at(0, 1, 1), at(1, 1, 1), at(1, 1, 0)),
    ...quad(at(0, 0, 0), at(0, 0, 1), at(0, 1, 1), at(0, 1, 0)),
    ...quad(at(1, 0, 0), at(1, 1, 0), at(1, 1, 1), at(1, 0, 1)),
  ]);
}

export const cube = (size: number): Mesh => box([size, size, size]);

export interface TorusShape {
  /** Radius of the circle that runs inside the tube. */
  readonly major: number;
  /** Radius of the tube, less than `major`. */
  readonly minor: number;
  /** Around the axis. */
  readonly segments: number;
  /** Around the tube. */
  readonly sides: number;
  /** How much thicker the tube is at a place around the axis (radians); 1 everywhere for a plain torus. */
  readonly swell?: (around: number) => number;
}

/** A torus around the z axis: 2 × segments × sides triangles. */
export function torus({ major, minor, segments, sides, swell = () => 1 }: TorusShape): Mesh {
  const corner = (segment: number, side: number): Vector => {
    const around = (2 * Math.PI * (segment % segments)) / segments;
    const across = (2 * Math.PI * (side % sides)) / sides;
    const tube = minor * swell(around);
    const radius = major + tube * Math.cos(across);
    return [radius * Math.cos(around), radius * Math.sin(around), tube * Math.sin(across)];
  };
  const mesh = new Float64Array(18 * segments * sides);
  for (let i = 0; i < segments; i++) {
    for (let j = 0; j < sides; j++) {
      mesh.set(quad(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)), 18 * (i * sides + j));
    }
  }
  return mesh;
}

/**
 * The exact volume of torus() as built from flat faces (without swell). Between two of its n segments a cross-section
 * of area a, whose centroid is `major` from the axis, sweeps sin(2π/n)·major·a; a is a regular polygon of m sides.
 */
export function torusVolume({ major, minor, segments, sides }: TorusShape): number {
  const section = (sides / 2) * minor ** 2 * Math.sin((2 * Math.PI) / sides);
  return segments * Math.sin((2 * Math.PI) / segments) * major * section;
}

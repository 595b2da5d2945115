/** Sums are taken over blocks of this many triangles and combined in order, whoever sums the blocks. */
export const blockTriangles = 4096;

/** Triangles at even and at odd places of a block are summed apart, as a vector of two doubles sums them. */
export const lanes = 2;

/**
 * Where each sum lies. With n the cross product of a triangle's edges (twice its area vector), t the sum of its corners,
 * each seen from the origin (three times its middle), and g = t·n:
 */
export const at = {
  /** Σ tₓ·nₓ, Σ t_y·n_y, Σ t_z·n_z. */
  flux: 0,
  /** Σ |n|. */
  area: 3,
  /** Σ n. */
  normal: 4,
  /** Σ g·t. */
  moment: 7,
  /**
   * For each axis four sums over the triangles that lean from it by less than 45°: Σ n of those facing down and of those
   * facing up, then Σ n·t of both, n and t along the axis.
   */
  overhang: 10,
} as const;

export const sumCount = 22;

/** The cosine of 45°: what leans further from vertical is an overhang. */
export const steepest = Math.SQRT1_2;

/** Triangles of nine coordinates each, in a tree of boxes: finds what a ray meets without looking at all of them. */
export class TriangleTree {
  private readonly order: Uint32Array;
  /** Six bounds a node, then for each node its first triangle or right child, and how many triangles (0: inner node). */
  private readonly bounds: Float64Array;
  private readonly firsts: Uint32Array;
  private readonly counts: Uint32Array;
  /** Three times each triangle's middle. */
  private readonly middles: Float64Array;
  private nodes = 0;

  constructor(private readonly points: Float64Array) {
    const triangles = points.length / 9;
    this.middles = new Float64Array(3 * triangles);
    for (let i = 0; i < 3 * triangles; i++) {
      const at = 9 * Math.floor(i / 3) + (i % 3);
      this.middles[i] = points[at]! + points[at + 3]! + points[at + 6]!;
    }
    this.order = Uint32Array.from({ length: triangles }, (_, i) => i);
    this.bounds = new Float64Array(12 * triangles + 6);
    this.firsts = new Uint32Array(2 * triangles + 1);
    this.counts = new Uint32Array(2 * triangles + 1);
    if (triangles > 0) this.build(0, triangles);
  }

  /**
   * Calls `met` with each triangle the ray from `origin` along `direction` meets nearer than `far`, and how far along;
   * what `met` returns is the new `far`.
   */
  eachMet(
    origin: Float64Array,
    direction: Float64Array,
    far: number,
    met: (triangle: number, t: number) => number,
  ): void {
    const stack = [0];
    let reach = far;
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (!this.boxMet(node, origin, direction, reach)) continue;
      const count = this.counts[node]!;
      if (count === 0) {
        stack.push(node + 1, this.firsts[node]!);
        continue;
      }
      for (let i = this.firsts[node]!; i < this.firsts[node]! + count; i++) {
        const triangle = this.order[i]!;
        const t = meets(this.points, 9 * triangle, origin, direction);
        if (t >= 0 && t < reach) reach = met(triangle, t);
      }
    }
  }

  private build(start: number, end: number): void {
    const node = this.nodes++;
    this.bound(node, start, end);
    const middle = end - start > 4 ? this.divide(node, start, end) : start;
    if (middle === start || middle === end) {
      this.firsts[node] = start;
      this.counts[node] = end - start;
      return;
    }
    this.build(start, middle);
    this.firsts[node] = this.nodes;
    this.build(middle, end);
  }

  private bound(node: number, start: number, end: number): void {
    const box = this.bounds.subarray(6 * node, 6 * node + 6);
    box.fill(Infinity, 0, 3).fill(-Infinity, 3);
    for (let i = start; i < end; i++) {
      const p = 9 * this.order[i]!;
      for (let axis = 0; axis < 3; axis++) {
        const [a, b, c] = [this.points[p + axis]!, this.points[p + 3 + axis]!, this.points[p + 6 + axis]!];
        box[axis] = Math.min(box[axis]!, a, b, c);
        box[axis + 3] = Math.max(box[axis + 3]!, a, b, c);
      }
    }
  }

  /** Half of the triangles each, along the longest side of the box. */
  private divide(node: number, start: number, end: number): number {
    const box = this.bounds.subarray(6 * node, 6 * node + 6);
    const sides = [0, 1, 2].map((axis) => box[axis + 3]! - box[axis]!);
    const axis = sides.indexOf(Math.max(...sides));
    const half = (start + end) >> 1;
    this.select(start, end - 1, half, axis);
    return half;
  }

  /** Puts what belongs before place `nth` before it, along an axis (Hoare's quickselect). */
  private select(first: number, last: number, nth: number, axis: number): void {
    const { order, middles } = this;
    let [low, high] = [first, last];
    while (low < high) {
      const pivot = middles[3 * order[(low + high) >> 1]! + axis]!;
      let [i, j] = [low, high];
      while (i <= j) {
        while (middles[3 * order[i]! + axis]! < pivot) i++;
        while (middles[3 * order[j]! + axis]! > pivot) j--;
        if (i > j) break;
        const moved = order[i]!;
        order[i++] = order[j]!;
        order[j--] = moved;
      }
      if (nth <= j) high = j;
      else if (nth >= i) low = i;
      else return;
    }
  }

  private boxMet(node: number, origin: Float64Array, direction: Float64Array, far: number): boolean {
    let near = 0;
    let reach = far;
    for (let axis = 0; axis < 3; axis++) {
      const from = origin[axis]!;
      const inverse = 1 / direction[axis]!;
      const a = (this.bounds[6 * node + axis]! - from) * inverse;
      const b = (this.bounds[6 * node + 3 + axis]! - from) * inverse;
      // A ray within a flat box's plane gives NaN, which leaves both as they are.
      if (Math.min(a, b) > near) near = Math.min(a, b);
      if (Math.max(a, b) < reach) reach = Math.max(a, b);
    }
    return near <= reach;
  }
}

/** How far along the ray the triangle at `p` is met, or -1 (Möller and Trumbore). */
function meets(points: Float64Array, p: number, origin: Float64Array, direction: Float64Array): number {
  const ux = points[p + 3]! - points[p]!;
  const uy = points[p + 4]! - points[p + 1]!;
  const uz = points[p + 5]! - points[p + 2]!;
  const vx = points[p + 6]! - points[p]!;
  const vy = points[p + 7]! - points[p + 1]!;
  const vz = points[p + 8]! - points[p + 2]!;
  const [dx, dy, dz] = [direction[0]!, direction[1]!, direction[2]!];
  const hx = dy * vz - dz * vy;
  const hy = dz * vx - dx * vz;
  const hz = dx * vy - dy * vx;
  const determinant = ux * hx + uy * hy + uz * hz;
  if (determinant === 0) return -1;
  const sx = origin[0]! - points[p]!;
  const sy = origin[1]! - points[p + 1]!;
  const sz = origin[2]! - points[p + 2]!;
  const u = (sx * hx + sy * hy + sz * hz) / determinant;
  if (!(u >= 0 && u <= 1)) return -1;
  const qx = sy * uz - sz * uy;
  const qy = sz * ux - sx * uz;
  const qz = sx * uy - sy * ux;
  const v = (dx * qx + dy * qy + dz * qz) / determinant;
  if (!(v >= 0 && u + v <= 1)) return -1;
  return (vx * qx + vy * qy + vz * qz) / determinant;
}

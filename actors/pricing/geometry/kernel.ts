/**
 * The inner loops of the analysis, twice on purpose: over binary STL records in place, and over points a
 * reader has parsed. Decoding records into points first would take half as long again (measured). Both do the
 * same operations in the same order, so the same coordinates give the same bits; a test holds them to it.
 * While a loop runs everything lives in local variables, which is why so little is extracted. Comparisons keep
 * the bounds faster than Math.min does and let NaN pass: NaN shows in the sums instead.
 *
 * `sums` holds volume6, fluxX6, fluxY6, area2 and the three components of `normal` as described in sums.ts,
 * `bounds` min and max, `origin` the point corners are seen from. Both loops return how many of the triangles
 * have no area.
 */

const low = (bound: number, a: number, b: number, c: number): number => {
  if (a < bound) bound = a;
  if (b < bound) bound = b;
  if (c < bound) bound = c;
  return bound;
};

const high = (bound: number, a: number, b: number, c: number): number => {
  if (a > bound) bound = a;
  if (b > bound) bound = b;
  if (c > bound) bound = c;
  return bound;
};

/** Adds `count` binary STL records (normal, three corners, attribute) from byte `offset`. */
export function addRecords(
  sums: Float64Array,
  bounds: Float64Array,
  origin: Float64Array,
  records: DataView,
  offset: number,
  count: number,
): number {
  let volume6 = sums[0]!;
  let fluxX6 = sums[1]!;
  let fluxY6 = sums[2]!;
  let area2 = sums[3]!;
  let normalX = sums[4]!;
  let normalY = sums[5]!;
  let normalZ = sums[6]!;
  let minX = bounds[0]!;
  let minY = bounds[1]!;
  let minZ = bounds[2]!;
  let maxX = bounds[3]!;
  let maxY = bounds[4]!;
  let maxZ = bounds[5]!;
  const x = origin[0]!;
  const y = origin[1]!;
  const z = origin[2]!;
  let degenerate = 0;
  for (let i = 0, o = offset + 12; i < count; i++, o += 50) {
    const ax = records.getFloat32(o, true);
    const ay = records.getFloat32(o + 4, true);
    const az = records.getFloat32(o + 8, true);
    const bx = records.getFloat32(o + 12, true);
    const by = records.getFloat32(o + 16, true);
    const bz = records.getFloat32(o + 20, true);
    const cx = records.getFloat32(o + 24, true);
    const cy = records.getFloat32(o + 28, true);
    const cz = records.getFloat32(o + 32, true);
    minX = low(minX, ax, bx, cx);
    minY = low(minY, ay, by, cy);
    minZ = low(minZ, az, bz, cz);
    maxX = high(maxX, ax, bx, cx);
    maxY = high(maxY, ay, by, cy);
    maxZ = high(maxZ, az, bz, cz);
    const ux = bx - ax;
    const uy = by - ay;
    const uz = bz - az;
    const vx = cx - ax;
    const vy = cy - ay;
    const vz = cz - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const squared = nx * nx + ny * ny + nz * nz;
    if (squared === 0) degenerate++;
    area2 += Math.sqrt(squared);
    normalX += nx;
    normalY += ny;
    normalZ += nz;
    volume6 += (ax - x) * nx + (ay - y) * ny + (az - z) * nz;
    fluxX6 += (ax + bx + cx - 3 * x) * nx;
    fluxY6 += (ay + by + cy - 3 * y) * ny;
  }
  sums.set([volume6, fluxX6, fluxY6, area2, normalX, normalY, normalZ]);
  bounds.set([minX, minY, minZ, maxX, maxY, maxZ]);
  return degenerate;
}

/** Adds `count` triangles of nine coordinates from triangle `first` of `points`. */
export function addPoints(
  sums: Float64Array,
  bounds: Float64Array,
  origin: Float64Array,
  points: Float64Array,
  first: number,
  count: number,
): number {
  let volume6 = sums[0]!;
  let fluxX6 = sums[1]!;
  let fluxY6 = sums[2]!;
  let area2 = sums[3]!;
  let normalX = sums[4]!;
  let normalY = sums[5]!;
  let normalZ = sums[6]!;
  let minX = bounds[0]!;
  let minY = bounds[1]!;
  let minZ = bounds[2]!;
  let maxX = bounds[3]!;
  let maxY = bounds[4]!;
  let maxZ = bounds[5]!;
  const x = origin[0]!;
  const y = origin[1]!;
  const z = origin[2]!;
  let degenerate = 0;
  for (let i = 0, j = 9 * first; i < count; i++, j += 9) {
    const ax = points[j]!;
    const ay = points[j + 1]!;
    const az = points[j + 2]!;
    const bx = points[j + 3]!;
    const by = points[j + 4]!;
    const bz = points[j + 5]!;
    const cx = points[j + 6]!;
    const cy = points[j + 7]!;
    const cz = points[j + 8]!;
    minX = low(minX, ax, bx, cx);
    minY = low(minY, ay, by, cy);
    minZ = low(minZ, az, bz, cz);
    maxX = high(maxX, ax, bx, cx);
    maxY = high(maxY, ay, by, cy);
    maxZ = high(maxZ, az, bz, cz);
    const ux = bx - ax;
    const uy = by - ay;
    const uz = bz - az;
    const vx = cx - ax;
    const vy = cy - ay;
    const vz = cz - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const squared = nx * nx + ny * ny + nz * nz;
    if (squared === 0) degenerate++;
    area2 += Math.sqrt(squared);
    normalX += nx;
    normalY += ny;
    normalZ += nz;
    volume6 += (ax - x) * nx + (ay - y) * ny + (az - z) * nz;
    fluxX6 += (ax + bx + cx - 3 * x) * nx;
    fluxY6 += (ay + by + cy - 3 * y) * ny;
  }
  sums.set([volume6, fluxX6, fluxY6, area2, normalX, normalY, normalZ]);
  bounds.set([minX, minY, minZ, maxX, maxY, maxZ]);
  return degenerate;
}

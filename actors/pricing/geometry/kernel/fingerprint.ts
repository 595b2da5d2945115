import type { FingerprintKeys } from "./keys.ts";

/**
 * The closedness fingerprint. Every corner is hashed to a number p, and every directed edge a→b adds p(a)·p(b)·(p(a) − p(b)),
 * which is the negative of what b→a adds. So a surface in which every edge has its opposite sums to zero, and any other
 * sums to a polynomial that is not zero, and is zero for random p with a probability of some 2⁻³⁰; two hashes under
 * different keys make that 2⁻⁶⁰. The three edges of a triangle together are a Vandermonde determinant, the product of the three
 * differences, so a triangle costs two multiplications beyond its hashes.
 *
 * The hash must not map structure to structure: a linear one says closed of a tube without its ends.
 */
export function fingerprint(
  into: Uint32Array,
  keys: FingerprintKeys,
  points: Float64Array,
  first: number,
  count: number,
): void {
  const [k0 = 1, k1 = 1, k2 = 1, k3 = 1, l0 = 1, l1 = 1, l2 = 1, l3 = 1] = keys;
  let p = into[0]!;
  let q = into[1]!;
  for (let i = 9 * first; i < 9 * (first + count); i += 9) {
    const ax = word(points[i]!);
    const ay = word(points[i + 1]!);
    const az = word(points[i + 2]!);
    const bx = word(points[i + 3]!);
    const by = word(points[i + 4]!);
    const bz = word(points[i + 5]!);
    const cx = word(points[i + 6]!);
    const cy = word(points[i + 7]!);
    const cz = word(points[i + 8]!);
    p += around(hash(ax, ay, az, k0, k1, k2, k3), hash(bx, by, bz, k0, k1, k2, k3), hash(cx, cy, cz, k0, k1, k2, k3));
    q += around(hash(az, ax, ay, l0, l1, l2, l3), hash(bz, bx, by, l0, l1, l2, l3), hash(cz, cx, cy, l0, l1, l2, l3));
  }
  into[0] = p;
  into[1] = q;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** 32 bits of a coordinate: those of its f32, and mixed in those of what f32 rounds away. -0 is 0. */
function word(coordinate: number): number {
  float[0] = coordinate + 0;
  const high = bits[0]!;
  const rest = coordinate - float[0]!;
  if (rest === 0 || Number.isNaN(rest)) return high;
  float[0] = rest;
  return high + Math.imul(bits[0]!, 0x9e37_79b1);
}

/** Multiplies upwards, and by halves downwards, so that every bit reaches every other in two rounds. */
function mix(h: number, key: number): number {
  const byHalves = ((h << 16) >> 16) * ((key << 16) >> 16) + (h >> 16) * (key >> 16);
  return Math.imul(h, key) ^ byHalves;
}

function hash(x: number, y: number, z: number, k0: number, k1: number, k2: number, k3: number): number {
  return mix(mix((mix((mix(x ^ k3, k0) + y) | 0, k1) + z) | 0, k2), k3);
}

const around = (a: number, b: number, c: number): number => Math.imul(Math.imul((a - b) | 0, (b - c) | 0), (c - a) | 0);

/**
 * The pass over binary STL records in WASM SIMD, written in AssemblyScript. twin.ts does the same operations in the same
 * order, and a test holds both to the same bits: a change here is a change there. Build it with dev/wasm/build.ts.
 *
 * Records come in quads, because a vector holds four f32. Sums have two lanes, the triangles at even and at odd places
 * of a block. A group of triangles fits into the first-level cache and is passed over several times, since more sums at
 * once than the processor has registers would cost more than reading twice. Lanes are loaded one by one and constants
 * come from memory: shuffles, shifts and constants of vectors are what the JavaScript engine compiles worst.
 */

const group: usize = 128;
const row32: usize = group * 4;
const row64: usize = group * 8;

/** Where everything lies in memory; simd.ts reads these. */
export const sumsAt: usize = 1024;
export const boundsAt: usize = 2048;
export const printAt: usize = 2304;
export const degenerateAt: usize = 2368;
export const constantsAt: usize = 2432;
const coordinatesAt: usize = 4096;
const edgesAt: usize = 16384;
export const recordsAt: usize = 65536;

// @ts-ignore: decorators of functions are AssemblyScript's.
@inline function constant(i: usize): v128 { return v128.load(constantsAt + 16 * i); }
// @ts-ignore
@inline function mix(h: v128, key: v128): v128 { return v128.xor(i32x4.mul(h, key), i32x4.dot_i16x8_s(h, key)); }

// @ts-ignore
@inline function hash(x: v128, y: v128, z: v128, k0: v128, k1: v128, k2: v128, k3: v128): v128 {
  let h = mix(v128.xor(x, k3), k0);
  h = mix(i32x4.add(h, y), k1);
  h = mix(i32x4.add(h, z), k2);
  return mix(h, k3);
}

// @ts-ignore
@inline function around(a: v128, b: v128, c: v128): v128 {
  return i32x4.mul(i32x4.mul(i32x4.sub(a, b), i32x4.sub(b, c)), i32x4.sub(c, a));
}

// @ts-ignore
@inline function four(record: usize, at: usize): v128 {
  let v = v128.load32_splat(record + at);
  v = v128.load_lane<u32>(record + at, v, 1, 50);
  v = v128.load_lane<u32>(record + at, v, 2, 100);
  return v128.load_lane<u32>(record + at, v, 3, 150);
}

// @ts-ignore
@inline function bound(axis: usize, a: v128, b: v128, c: v128): void {
  const low = boundsAt + 16 * axis;
  const high = low + 48;
  v128.store(low, f32x4.pmin(f32x4.pmin(f32x4.pmin(v128.load(low), a), b), c));
  v128.store(high, f32x4.pmax(f32x4.pmax(f32x4.pmax(v128.load(high), a), b), c));
}

// @ts-ignore
@inline function put(to: usize, row: usize, v: v128): void { v128.store(to + row * row32, f32x4.add(v, constant(0))); }

/** Corners of a group, a row for each of the nine coordinates, -0 made 0. */
function gather(from: usize, count: usize): void {
  let to = coordinatesAt;
  const end = from + count * 50;
  for (let o = from; o < end; o += 200) {
    const ax = four(o, 12), ay = four(o, 16), az = four(o, 20);
    const bx = four(o, 24), by = four(o, 28), bz = four(o, 32);
    const cx = four(o, 36), cy = four(o, 40), cz = four(o, 44);
    bound(0, ax, bx, cx); bound(1, ay, by, cy); bound(2, az, bz, cz);
    put(to, 0, ax); put(to, 1, ay); put(to, 2, az);
    put(to, 3, bx); put(to, 4, by); put(to, 5, bz);
    put(to, 6, cx); put(to, 7, cy); put(to, 8, cz);
    to += 16;
  }
}

function fingerprint(count: usize): void {
  let p = v128.load(printAt), q = v128.load(printAt, 16);
  const k0 = constant(2), k1 = constant(3), k2 = constant(4), k3 = constant(5);
  const l0 = constant(6), l1 = constant(7), l2 = constant(8), l3 = constant(9);
  const end = coordinatesAt + count * 4;
  for (let o = coordinatesAt; o < end; o += 16) {
    const ax = v128.load(o), ay = v128.load(o + row32), az = v128.load(o + 2 * row32);
    const bx = v128.load(o + 3 * row32), by = v128.load(o + 4 * row32), bz = v128.load(o + 5 * row32);
    const cx = v128.load(o + 6 * row32), cy = v128.load(o + 7 * row32), cz = v128.load(o + 8 * row32);
    p = i32x4.add(p, around(hash(ax, ay, az, k0, k1, k2, k3), hash(bx, by, bz, k0, k1, k2, k3), hash(cx, cy, cz, k0, k1, k2, k3)));
    q = i32x4.add(q, around(hash(az, ax, ay, l0, l1, l2, l3), hash(bz, bx, by, l0, l1, l2, l3), hash(cz, cx, cy, l0, l1, l2, l3)));
  }
  v128.store(printAt, p);
  v128.store(printAt, q, 16);
}

// @ts-ignore
@inline function two(o: usize, row: usize): v128 { return f64x2.promote_low_f32x4(v128.load64_zero(o + row * row32)); }

/** Of each triangle the cross product of its edges, three times its middle, and the product's length. */
function edges(count: usize, ox: f64, oy: f64, oz: f64): void {
  const o3x = f64x2.splat(ox), o3y = f64x2.splat(oy), o3z = f64x2.splat(oz);
  const zero = constant(0);
  let degenerate = v128.load(degenerateAt), area = v128.load(sumsAt, 48);
  let to = edgesAt;
  const end = coordinatesAt + count * 4;
  for (let o = coordinatesAt; o < end; o += 8) {
    const ax = two(o, 0), ay = two(o, 1), az = two(o, 2);
    const bx = two(o, 3), by = two(o, 4), bz = two(o, 5);
    const cx = two(o, 6), cy = two(o, 7), cz = two(o, 8);
    const ux = f64x2.sub(bx, ax), uy = f64x2.sub(by, ay), uz = f64x2.sub(bz, az);
    const vx = f64x2.sub(cx, ax), vy = f64x2.sub(cy, ay), vz = f64x2.sub(cz, az);
    const nx = f64x2.sub(f64x2.mul(uy, vz), f64x2.mul(uz, vy));
    const ny = f64x2.sub(f64x2.mul(uz, vx), f64x2.mul(ux, vz));
    const nz = f64x2.sub(f64x2.mul(ux, vy), f64x2.mul(uy, vx));
    v128.store(to, nx); v128.store(to + row64, ny); v128.store(to + 2 * row64, nz);
    v128.store(to + 3 * row64, f64x2.sub(f64x2.add(f64x2.add(ax, bx), cx), o3x));
    v128.store(to + 4 * row64, f64x2.sub(f64x2.add(f64x2.add(ay, by), cy), o3y));
    v128.store(to + 5 * row64, f64x2.sub(f64x2.add(f64x2.add(az, bz), cz), o3z));
    const squared = f64x2.add(f64x2.add(f64x2.mul(nx, nx), f64x2.mul(ny, ny)), f64x2.mul(nz, nz));
    degenerate = i64x2.sub(degenerate, f64x2.eq(squared, zero));
    const length = f64x2.sqrt(squared);
    area = f64x2.add(area, length);
    v128.store(to + 6 * row64, length);
    to += 16;
  }
  v128.store(degenerateAt, degenerate);
  v128.store(sumsAt, area, 48);
}

function fluxes(count: usize): void {
  let fx = v128.load(sumsAt), fy = v128.load(sumsAt, 16), fz = v128.load(sumsAt, 32);
  let sx = v128.load(sumsAt, 64), sy = v128.load(sumsAt, 80), sz = v128.load(sumsAt, 96);
  let mx = v128.load(sumsAt, 112), my = v128.load(sumsAt, 128), mz = v128.load(sumsAt, 144);
  const end = edgesAt + count * 8;
  for (let o = edgesAt; o < end; o += 16) {
    const nx = v128.load(o), ny = v128.load(o + row64), nz = v128.load(o + 2 * row64);
    const tx = v128.load(o + 3 * row64), ty = v128.load(o + 4 * row64), tz = v128.load(o + 5 * row64);
    sx = f64x2.add(sx, nx); sy = f64x2.add(sy, ny); sz = f64x2.add(sz, nz);
    const gx = f64x2.mul(tx, nx), gy = f64x2.mul(ty, ny), gz = f64x2.mul(tz, nz);
    fx = f64x2.add(fx, gx); fy = f64x2.add(fy, gy); fz = f64x2.add(fz, gz);
    const g = f64x2.add(f64x2.add(gx, gy), gz);
    mx = f64x2.add(mx, f64x2.mul(g, tx)); my = f64x2.add(my, f64x2.mul(g, ty)); mz = f64x2.add(mz, f64x2.mul(g, tz));
  }
  v128.store(sumsAt, fx); v128.store(sumsAt, fy, 16); v128.store(sumsAt, fz, 32);
  v128.store(sumsAt, sx, 64); v128.store(sumsAt, sy, 80); v128.store(sumsAt, sz, 96);
  v128.store(sumsAt, mx, 112); v128.store(sumsAt, my, 128); v128.store(sumsAt, mz, 144);
}

function overhang(axis: usize, count: usize): void {
  const zero = constant(0), steep = constant(1);
  const sums = sumsAt + 160 + axis * 64;
  let low = v128.load(sums), high = v128.load(sums, 16), lowMoment = v128.load(sums, 32), highMoment = v128.load(sums, 48);
  const from = edgesAt + axis * row64;
  const lengths: usize = edgesAt + 6 * row64 - from;
  const end = from + count * 8;
  for (let o = from; o < end; o += 16) {
    const n = v128.load(o), t = v128.load(o + 3 * row64);
    const least = f64x2.mul(v128.load(o + lengths), steep);
    const down = v128.and(f64x2.lt(n, f64x2.sub(zero, least)), n);
    const up = v128.and(f64x2.gt(n, least), n);
    low = f64x2.add(low, down); lowMoment = f64x2.add(lowMoment, f64x2.mul(down, t));
    high = f64x2.add(high, up); highMoment = f64x2.add(highMoment, f64x2.mul(up, t));
  }
  v128.store(sums, low); v128.store(sums, high, 16); v128.store(sums, lowMoment, 32); v128.store(sums, highMoment, 48);
}

/** Adds the `count` records at `recordsAt`, a multiple of four; o is three times the origin. */
export function addRecords(count: usize, ox: f64, oy: f64, oz: f64): void {
  for (let done: usize = 0; done < count; done += group) {
    const n = min(group, count - done);
    gather(recordsAt + done * 50, n);
    fingerprint(n);
    edges(n, ox, oy, oz);
    fluxes(n);
    overhang(0, n);
    overhang(1, n);
    overhang(2, n);
  }
}

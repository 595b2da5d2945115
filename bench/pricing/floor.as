/** The least that anything can do with bytes: read each of them once, here as vectors added into four sums. */
export function read(from: usize, bytes: usize): u64 {
  let a = i64x2.splat(0), b = a, c = a, d = a;
  const end = from + (bytes & ~63);
  for (let o = from; o < end; o += 64) {
    a = i64x2.add(a, v128.load(o));
    b = i64x2.add(b, v128.load(o, 16));
    c = i64x2.add(c, v128.load(o, 32));
    d = i64x2.add(d, v128.load(o, 48));
  }
  const sum = i64x2.add(i64x2.add(a, b), i64x2.add(c, d));
  return i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1);
}

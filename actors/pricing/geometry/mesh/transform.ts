/** Twelve numbers: three rows of the linear part, then the shift, for points as row vectors. */
export type Transform = readonly number[];

export const identity: Transform = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/** What `first` and then `second` do. */
export function composed(first: Transform, second: Transform): Transform {
  const result: number[] = [];
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 3; column++) {
      let sum = row === 3 ? second[9 + column]! : 0;
      for (let k = 0; k < 3; k++) sum += first[3 * row + k]! * second[3 * k + column]!;
      result.push(sum);
    }
  }
  return result;
}

export const scaling = (factor: number): Transform => [factor, 0, 0, 0, factor, 0, 0, 0, factor, 0, 0, 0];

/** By how much volumes grow; negative where the transform mirrors. */
export function determinant([a, b, c, d, e, f, g, h, i]: Transform): number {
  return a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
}

export const isIdentity = (transform: Transform): boolean =>
  transform.every((value, i) => value === (i < 9 && i % 4 === 0 ? 1 : 0));

/** The factor by which the transform scales all lengths alike; undefined when it does not. */
export function similarity(m: Transform): number | undefined {
  const dot = (a: number, b: number) => m[a]! * m[b]! + m[a + 1]! * m[b + 1]! + m[a + 2]! * m[b + 2]!;
  const squares = [dot(0, 0), dot(3, 3), dot(6, 6)];
  const scale = Math.max(...squares);
  const unlike = Math.max(scale - Math.min(...squares), Math.abs(dot(0, 3)), Math.abs(dot(0, 6)), Math.abs(dot(3, 6)));
  return unlike <= 1e-14 * scale ? Math.sqrt(squares[0]!) : undefined;
}

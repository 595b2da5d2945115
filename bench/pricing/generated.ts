/** A closed torus as a binary STL, with the volume its rounded coordinates enclose exactly. */
export interface GeneratedStl {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly triangles: number;
  readonly volume: number;
}

/** Coordinates are multiples of this, so that six times a tetrahedron is a whole number below 2^53. */
const step = 2 ** -10;
const [major, minor] = [20, 8];

/** About `wanted` triangles. */
export function generatedStl(wanted: number): GeneratedStl {
  const sides = Math.round(Math.sqrt(wanted / 5));
  const segments = Math.round(wanted / 2 / sides);
  const grid = vertices(segments, sides);
  const triangles = 2 * segments * sides;
  const bytes = new Uint8Array(84 + 50 * triangles);
  const view = new DataView(bytes.buffer);
  view.setUint32(80, triangles, true);
  let volume6 = 0n;
  let record = 84;
  const put = (a: number, b: number, c: number) => {
    for (const [i, corner] of [a, b, c].entries()) {
      for (let axis = 0; axis < 3; axis++) {
        view.setFloat32(record + 12 + 12 * i + 4 * axis, grid[3 * corner + axis]! * step, true);
      }
    }
    volume6 += BigInt(determinant(grid, 3 * a, 3 * b, 3 * c));
    record += 50;
  };
  for (let i = 0; i < segments; i++) {
    for (let j = 0; j < sides; j++) {
      const [next, up] = [(i + 1) % segments, (j + 1) % sides];
      put(i * sides + j, next * sides + j, next * sides + up);
      put(i * sides + j, next * sides + up, i * sides + up);
    }
  }
  return { bytes, triangles, volume: (Number(volume6) * step ** 3) / 6 };
}

/** In steps. */
function vertices(segments: number, sides: number): Int32Array {
  const grid = new Int32Array(3 * segments * sides);
  for (let i = 0; i < segments; i++) {
    const around = (2 * Math.PI * i) / segments;
    for (let j = 0; j < sides; j++) {
      const across = (2 * Math.PI * j) / sides;
      const radius = major + minor * Math.cos(across);
      const corner = [radius * Math.cos(around), radius * Math.sin(around), minor * Math.sin(across)];
      grid.set(
        corner.map((c) => Math.round(c / step)),
        3 * (i * sides + j),
      );
    }
  }
  return grid;
}

function determinant(g: Int32Array, a: number, b: number, c: number): number {
  const x = g[b + 1]! * g[c + 2]! - g[b + 2]! * g[c + 1]!;
  const y = g[b + 2]! * g[c]! - g[b]! * g[c + 2]!;
  const z = g[b]! * g[c + 1]! - g[b + 1]! * g[c]!;
  return g[a]! * x + g[a + 1]! * y + g[a + 2]! * z;
}

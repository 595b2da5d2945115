import type { Triangulation } from "./edges.ts";

const free = 0xffff_ffff;

/** How many triangles have another one on the same three corners that faces the other way. */
export function doubleSided({ corners, triangles }: Triangulation): number {
  const table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * triangles + 2))).fill(free);
  // By the first triangle on the same corners: how many face as it does, less those that face the other way.
  const balance = new Int32Array(triangles);
  let paired = 0;
  for (let i = 0; i < triangles; i++) {
    const slot = slotOf(table, corners, i);
    const first = table[slot]!;
    if (first === free) {
      table[slot] = i;
      balance[i] = 1;
      continue;
    }
    const way = sameWay(corners, first, i) ? 1 : -1;
    if (balance[first]! * way < 0) paired += 2;
    balance[first]! += way;
  }
  return paired;
}

/** Where the triangle on these corners is in the table, or would be. */
function slotOf(table: Uint32Array, corners: Uint32Array, triangle: number): number {
  const [a, b, c] = [corners[3 * triangle]!, corners[3 * triangle + 1]!, corners[3 * triangle + 2]!];
  const hash =
    Math.imul(a + b + c, 0x9e37_79b1) ^ Math.imul(a ^ b ^ c, 0x85eb_ca6b) ^ Math.imul(Math.min(a, b, c), 0xc2b2_ae35);
  const mask = table.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  while (table[slot] !== free && !sameCorners(corners, table[slot]!, triangle)) slot = (slot + 1) & mask;
  return slot;
}

function sameCorners(corners: Uint32Array, p: number, q: number): boolean {
  const [a, b, c] = [corners[3 * p]!, corners[3 * p + 1]!, corners[3 * p + 2]!];
  const [d, e, f] = [corners[3 * q]!, corners[3 * q + 1]!, corners[3 * q + 2]!];
  return Math.min(a, b, c) === Math.min(d, e, f) && Math.max(a, b, c) === Math.max(d, e, f) && a + b + c === d + e + f;
}

function sameWay(corners: Uint32Array, p: number, q: number): boolean {
  const [a, b] = [corners[3 * p]!, corners[3 * p + 1]!];
  const [d, e, f] = [corners[3 * q]!, corners[3 * q + 1]!, corners[3 * q + 2]!];
  return (a === d && b === e) || (a === e && b === f) || (a === f && b === d);
}

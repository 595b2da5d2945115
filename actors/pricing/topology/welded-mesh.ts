import type { TriangleSink } from "../geometry/reader.ts";

const recordBytes = 50;
const free = 0xffff_ffff;

/**
 * Takes triangles as a reader finds them and gives every place in space one number: corners of the same coordinates become
 * one vertex. Keeps 12 bytes a triangle and 24 a vertex, and a table that is twice as large as it is full.
 */
export class WeldedMesh implements TriangleSink {
  exceeded = false;
  triangles = 0;
  vertices = 0;
  /** Three vertices a triangle. */
  corners = new Uint32Array(3 * 1024);
  /** Three numbers a vertex. */
  coordinates = new Float64Array(3 * 1024);
  private table = new Uint32Array(4096).fill(free);

  constructor(private readonly trianglesMax: number) {}

  addRecords(records: DataView, offset: number, count: number): void {
    for (let i = 0; i < this.take(count, i); i++) {
      const corner = offset + recordBytes * i + 12;
      for (let at = corner; at < corner + 36; at += 12) {
        const x = records.getFloat32(at, true);
        const y = records.getFloat32(at + 4, true);
        this.addCorner(x, y, records.getFloat32(at + 8, true));
      }
      this.triangles++;
    }
  }

  addPoints(points: Float64Array, count: number): void {
    for (let i = 0; i < this.take(count, i); i++) {
      for (let at = 9 * i; at < 9 * i + 9; at += 3) this.addCorner(points[at]!, points[at + 1]!, points[at + 2]!);
      this.triangles++;
    }
  }

  /** `count`, or less when the next triangle would be one too many; makes room for it. */
  private take(count: number, next: number): number {
    if (next >= count) return count;
    if (this.triangles >= this.trianglesMax) {
      this.exceeded = true;
      return next;
    }
    if (3 * this.triangles + 3 > this.corners.length) {
      const larger = new Uint32Array(2 * this.corners.length);
      larger.set(this.corners);
      this.corners = larger;
    }
    return count;
  }

  private filledCorners = 0;

  private addCorner(x: number, y: number, z: number): void {
    this.corners[this.filledCorners++] = this.vertexAt(x + 0, y + 0, z + 0);
  }

  private vertexAt(x: number, y: number, z: number): number {
    if (2 * this.vertices >= this.table.length) this.growTable();
    const { table, coordinates } = this;
    const mask = table.length - 1;
    for (let slot = hashOf(x, y, z) & mask; ; slot = (slot + 1) & mask) {
      const vertex = table[slot]!;
      if (vertex === free) {
        table[slot] = this.vertices;
        return this.addVertex(x, y, z);
      }
      const at = 3 * vertex;
      if (coordinates[at] === x && coordinates[at + 1] === y && coordinates[at + 2] === z) return vertex;
    }
  }

  private addVertex(x: number, y: number, z: number): number {
    const at = 3 * this.vertices;
    if (at + 3 > this.coordinates.length) {
      const larger = new Float64Array(2 * this.coordinates.length);
      larger.set(this.coordinates);
      this.coordinates = larger;
    }
    this.coordinates[at] = x;
    this.coordinates[at + 1] = y;
    this.coordinates[at + 2] = z;
    return this.vertices++;
  }

  private growTable(): void {
    const table = new Uint32Array(4 * this.table.length).fill(free);
    const mask = table.length - 1;
    const { coordinates } = this;
    for (let vertex = 0; vertex < this.vertices; vertex++) {
      let slot = hashOf(coordinates[3 * vertex]!, coordinates[3 * vertex + 1]!, coordinates[3 * vertex + 2]!) & mask;
      while (table[slot] !== free) slot = (slot + 1) & mask;
      table[slot] = vertex;
    }
    this.table = table;
  }
}

const numbers = new Float64Array(3);
const words = new Int32Array(numbers.buffer);

function hashOf(x: number, y: number, z: number): number {
  numbers[0] = x;
  numbers[1] = y;
  numbers[2] = z;
  let hash = 0;
  for (let i = 0; i < 6; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x85eb_ca6b);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0xc2b2_ae35) >>> 3;
}

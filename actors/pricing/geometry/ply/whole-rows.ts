import type { IndexedMesh } from "../mesh/indexed-mesh.ts";
import type { PlyElement } from "./header.ts";

/** Takes up to `rowsMax` whole rows from `view[at, end)`; returns how many, and leaves in `at` where they end. */
export interface WholeRows {
  at: number;
  take(view: DataView, end: number, rowsMax: number, littleEndian: boolean): number;
}

const sizeOf = (properties: PlyElement["properties"]): number =>
  properties.reduce((bytes, { type }) => bytes + type.bytes, 0);

/** A faster way through the rows of an element than value by value, where it has one of the usual shapes. */
export function wholeRows(element: PlyElement, mesh: IndexedMesh): WholeRows | undefined {
  const { name, properties } = element;
  const list = properties.findIndex(({ lengthType }) => lengthType !== undefined);
  if (list < 0) return name === "vertex" ? new VertexRows(element, mesh) : new SkippedRows(sizeOf(properties));
  const isFace = name === "face" && ["vertex_indices", "vertex_index"].includes(properties[list]!.name);
  const hasOneList = properties.findLastIndex(({ lengthType }) => lengthType !== undefined) === list;
  return isFace && hasOneList ? new FaceRows(element, list, mesh) : undefined;
}

class SkippedRows implements WholeRows {
  at = 0;

  constructor(private readonly rowBytes: number) {}

  take(_: DataView, end: number, rowsMax: number): number {
    const rows = Math.min(rowsMax, Math.floor((end - this.at) / this.rowBytes));
    this.at += rows * this.rowBytes;
    return rows;
  }
}

class VertexRows implements WholeRows {
  at = 0;
  private readonly rowBytes: number;
  private readonly offsets: readonly [number, number, number];
  private readonly types;

  constructor(
    { properties }: PlyElement,
    private readonly mesh: IndexedMesh,
  ) {
    this.rowBytes = sizeOf(properties);
    const places = ["x", "y", "z"].map((axis) => properties.findIndex(({ name }) => name === axis));
    this.offsets = places.map((place) => sizeOf(properties.slice(0, place))) as [number, number, number];
    this.types = places.map((place) => properties[place]!.type);
  }

  take(view: DataView, end: number, rowsMax: number, littleEndian: boolean): number {
    const rows = Math.min(rowsMax, Math.floor((end - this.at) / this.rowBytes));
    const [x, y, z] = this.offsets;
    const [typeX, typeY, typeZ] = this.types;
    for (let i = 0, at = this.at; i < rows && !this.mesh.stopped; i++, at += this.rowBytes) {
      const [px, py, pz] = [at + x, at + y, at + z];
      const vx = typeX!.read(view, px, littleEndian);
      const vy = typeY!.read(view, py, littleEndian);
      this.mesh.addVertex(vx, vy, typeZ!.read(view, pz, littleEndian));
    }
    this.at += rows * this.rowBytes;
    return rows;
  }
}

class FaceRows implements WholeRows {
  at = 0;
  private readonly before: number;
  private readonly after: number;
  private readonly lengthType;
  private readonly type;

  constructor(
    { properties }: PlyElement,
    list: number,
    private readonly mesh: IndexedMesh,
  ) {
    this.before = sizeOf(properties.slice(0, list));
    this.after = sizeOf(properties.slice(list + 1));
    this.lengthType = properties[list]!.lengthType!;
    this.type = properties[list]!.type;
  }

  /** Ends before a row that is not whole, or not as it should be: value by value it is refused. */
  take(view: DataView, end: number, rowsMax: number, littleEndian: boolean): number {
    const { before, after, lengthType, type, mesh } = this;
    const { bytes } = type;
    let rows = 0;
    for (; rows < rowsMax && !mesh.stopped; rows++) {
      const start = this.at + before;
      const first = start + lengthType.bytes;
      if (first > end) break;
      const corners = lengthType.read(view, start, littleEndian);
      const next = first + corners * bytes + after;
      if (!(corners >= 0 && next <= end)) break;
      if (!this.fan(view, first, corners, littleEndian)) break;
      this.at = next;
    }
    return rows;
  }

  /** False, before anything was added, when an index cannot be one. */
  private fan(view: DataView, first: number, corners: number, littleEndian: boolean): boolean {
    const { bytes, read } = this.type;
    for (let i = 0; i < corners; i++) {
      const index = read(view, first + i * bytes, littleEndian);
      if (!(index >= 0 && Number.isInteger(index))) return false;
    }
    if (corners < 3) return true;
    const a = read(view, first, littleEndian);
    let b = read(view, first + bytes, littleEndian);
    for (let i = 2; i < corners; i++) {
      const c = read(view, first + i * bytes, littleEndian);
      this.mesh.addTriangle(a, b, c);
      b = c;
    }
    return true;
  }
}

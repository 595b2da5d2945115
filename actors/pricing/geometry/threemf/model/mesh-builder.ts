import type { ReaderLimits } from "../../limits.ts";
import type { Mesh } from "../../mesh/emit-mesh.ts";
import { GrowingFloats, GrowingIndices } from "../../mesh/growing.ts";
import { badIndex, tooManyVertices } from "../../mesh/indexed-mesh.ts";
import { Refused, refused } from "../../refused.ts";
import { invalid } from "../package/small-xml.ts";

/** What all meshes of a package may have together. */
export class MeshBudget {
  private vertices: number;
  private triangles: number;

  constructor(readonly limits: ReaderLimits) {
    this.vertices = limits.verticesMax;
    this.triangles = limits.trianglesMax;
  }

  takeVertex(): void {
    if (this.vertices-- <= 0) throw new Refused(tooManyVertices(this.limits.verticesMax));
  }

  takeTriangle(): void {
    if (this.triangles-- > 0) return;
    const max = this.limits.trianglesMax.toLocaleString("en");
    throw refused("model/too-many-triangles", `The model has more than ${max} triangles.`);
  }
}

/** One mesh while it is read, held to what the specification demands of it. */
export class MeshBuilder {
  private readonly coordinates: GrowingFloats;
  private readonly indices: GrowingIndices;
  private largestIndex = -1;
  /** The largest index used of each group of properties. */
  readonly used = new Map<string, number>();
  private lastPid = Number.NaN;
  private lastLargest = -1;
  /** Triangles name properties and leave it to their object to say of which group. */
  needsObjectGroup = false;

  constructor(private readonly budget: MeshBudget) {
    this.coordinates = new GrowingFloats(3 * budget.limits.verticesMax);
    this.indices = new GrowingIndices(3 * budget.limits.trianglesMax);
  }

  addVertex(values: ArrayLike<number>): void {
    this.budget.takeVertex();
    this.coordinates.push3(values[0]!, values[1]!, values[2]!);
  }

  /** v1, v2, v3, p1, p2, p3, pid; what is not said is NaN. */
  addTriangle(values: ArrayLike<number>): void {
    const [a, b, c] = [values[0]!, values[1]!, values[2]!];
    if (!(isIndex(a) && isIndex(b) && isIndex(c))) throw invalid("a triangle has a corner that is no index");
    if (a === b || b === c || a === c) throw invalid("a triangle has the same corner twice");
    this.budget.takeTriangle();
    this.indices.push3(a, b, c);
    this.largestIndex = Math.max(this.largestIndex, a, b, c);
    if (!Number.isNaN(values[3]!) || !Number.isNaN(values[6]!)) this.useProperties(values);
    else if (!Number.isNaN(values[4]!) || !Number.isNaN(values[5]!))
      throw invalid("a triangle has p2 or p3 without p1");
  }

  finish(): Mesh {
    if (this.largestIndex >= this.coordinates.length / 3) throw new Refused(badIndex());
    if (this.coordinates.length < 9) throw invalid("a mesh has fewer than three vertices");
    if (this.indices.length === 0) throw invalid("a mesh has no triangles");
    this.rememberLast();
    return {
      vertices: this.coordinates.values.slice(0, this.coordinates.length),
      triangles: this.indices.values.slice(0, this.indices.length),
    };
  }

  private useProperties(values: ArrayLike<number>): void {
    const pid = values[6]!;
    let largest = -1;
    for (let i = 3; i < 6; i++) {
      const index = values[i]!;
      if (Number.isNaN(index)) continue;
      if (!isIndex(index)) throw invalid("a triangle has a property that is no index");
      if (index > largest) largest = index;
    }
    if (Number.isNaN(pid)) {
      this.needsObjectGroup = true;
      return;
    }
    if (pid !== this.lastPid) this.rememberLast();
    this.lastPid = pid;
    if (largest > this.lastLargest) this.lastLargest = largest;
  }

  private rememberLast(): void {
    if (!Number.isNaN(this.lastPid)) {
      const key = String(this.lastPid);
      this.used.set(key, Math.max(this.lastLargest, this.used.get(key) ?? -1));
    }
    this.lastLargest = -1;
  }
}

const isIndex = (value: number): boolean => value >= 0 && value < 2 ** 31 && Number.isInteger(value);

import type { IndexedMesh } from "../mesh/indexed-mesh.ts";
import { Fan, type IndexList, Strips } from "./faces.ts";
import type { PlyElement, PlyHeader, PlyProperty } from "./header.ts";
import type { Scalar } from "./scalars.ts";

const axes = ["x", "y", "z"];
const indexNames = ["vertex_indices", "vertex_index"];

/** Where a value goes: a coordinate of the vertex, corners of a face, or nowhere. */
interface Role {
  readonly property: PlyProperty;
  readonly axis: number;
  readonly list: IndexList | undefined;
}

/** The rows of a PLY file, value by value in the order of the header; makes vertices and triangles of those it knows. */
export class PlyRows {
  /** A value that cannot be where it stands, such as a list of length -1. */
  failed = false;
  private readonly rolesOf: readonly (readonly Role[])[];
  private readonly lists: Readonly<Record<string, IndexList>>;
  private elementIndex = 0;
  private row = 0;
  private role = 0;
  private roles = 0;
  /** Where the next value goes. */
  private current: Role | undefined;
  /** Values the list still has, or -1 when its length comes next. */
  private listLeft = -1;
  private readonly corner = new Float64Array(3);

  constructor(
    private readonly header: PlyHeader,
    private readonly mesh: IndexedMesh,
  ) {
    this.lists = { face: new Fan(mesh), tristrips: new Strips(mesh) };
    this.rolesOf = header.elements.map((element) =>
      element.properties.map((property) => this.roleOf(element, property)),
    );
    this.skipEmpty();
  }

  /** Undefined when all announced rows have come. */
  get element(): PlyElement | undefined {
    return this.header.elements[this.elementIndex];
  }

  get isAtRowStart(): boolean {
    return this.role === 0 && this.listLeft < 0;
  }

  get rowsLeft(): number {
    return (this.element?.count ?? 0) - this.row;
  }

  /** The type of the value that comes next. */
  get next(): Scalar {
    const { property } = this.current!;
    return this.listLeft < 0 && property.lengthType ? property.lengthType : property.type;
  }

  take(value: number): void {
    const { property, axis, list } = this.current!;
    if (property.lengthType && this.listLeft < 0) {
      this.beginList(value, list);
      return;
    }
    if (axis >= 0) this.corner[axis] = value;
    if (list) this.takeIndex(value, list);
    if (this.listLeft > 1) this.listLeft--;
    else this.endValue();
  }

  /** Whole rows were taken elsewhere. */
  skipRows(count: number): void {
    this.row += count;
    this.skipEmpty();
  }

  private findRole(): void {
    const roles = this.rolesOf[this.elementIndex];
    this.roles = roles?.length ?? 0;
    this.current = roles?.[this.role];
  }

  private roleOf({ name }: PlyElement, property: PlyProperty): Role {
    const axis = name === "vertex" && !property.lengthType ? axes.indexOf(property.name) : -1;
    const list = property.lengthType && indexNames.includes(property.name) ? this.lists[name] : undefined;
    return { property, axis, list };
  }

  private beginList(length: number, list: IndexList | undefined): void {
    if (!(Number.isInteger(length) && length >= 0 && length <= 0xffff_ffff)) {
      this.failed = true;
      return;
    }
    list?.begin();
    if (length === 0) this.endValue();
    else this.listLeft = length;
  }

  private takeIndex(index: number, list: IndexList): void {
    const least = list instanceof Strips ? -1 : 0;
    if (Number.isInteger(index) && index >= least) list.take(index);
    else this.failed = true;
  }

  private endValue(): void {
    this.listLeft = -1;
    this.role++;
    if (this.role < this.roles) {
      this.current = this.rolesOf[this.elementIndex]![this.role];
      return;
    }
    this.role = 0;
    if (this.element?.name === "vertex") this.mesh.addVertex(this.corner[0]!, this.corner[1]!, this.corner[2]!);
    this.skipRows(1);
  }

  private skipEmpty(): void {
    for (let { element } = this; element; element = this.element) {
      if (element.properties.length > 0 && this.row < element.count) break;
      this.elementIndex++;
      this.row = 0;
    }
    this.findRole();
  }
}

import { invalid } from "../package/small-xml.ts";

/** Which elements of the core namespace stand in which. */
const children: Readonly<Record<string, readonly string[]>> = {
  "": ["model"],
  model: ["metadata", "resources", "build"],
  resources: ["basematerials", "object"],
  basematerials: ["base"],
  object: ["metadatagroup", "mesh", "components"],
  metadatagroup: ["metadata"],
  mesh: ["vertices", "triangles"],
  vertices: ["vertex"],
  triangles: ["triangle"],
  components: ["component"],
  build: ["item"],
  item: ["metadatagroup"],
};
/** At most once in their parent. */
const single: readonly string[] = [
  "resources",
  "build",
  "mesh",
  "components",
  "vertices",
  "triangles",
  "metadatagroup",
];
/** What extensions must leave as it is. */
const closed: readonly string[] = ["vertices", "vertex", "triangles", "triangle", "components", "basematerials"];

/** The elements that are open, held to the order the schema gives them. */
export class Structure {
  private readonly open: { name: string; seen: Set<string> }[] = [{ name: "", seen: new Set() }];
  /** How many elements of extensions are open; what is in them is theirs. */
  private foreign = 0;

  /** The innermost open element of the core namespace, "" outside of all, undefined within an extension's. */
  get current(): string | undefined {
    return this.foreign > 0 ? undefined : this.open.at(-1)!.name;
  }

  get depth(): number {
    return this.open.length - 1 + this.foreign;
  }

  /** True when the element is one of the core's that we follow. */
  enter(name: string, isCore: boolean): boolean {
    const parent = this.open.at(-1)!;
    if (this.foreign > 0 || !isCore) {
      if (this.foreign === 0 && parent.name === "") throw invalid("its root is no model of 3MF");
      if (this.foreign === 0 && closed.includes(parent.name))
        throw invalid(`${parent.name} has an element of an extension`);
      this.foreign++;
      return false;
    }
    if (!children[parent.name]?.includes(name)) throw invalid(`<${name.slice(0, 40)}> does not belong where it stands`);
    if (single.includes(name) && parent.seen.has(name)) throw invalid(`there is more than one <${name}>`);
    if (name === "resources" && parent.seen.has("build")) throw invalid("its resources come after its build");
    if (name === "components" && parent.seen.has("mesh")) throw invalid("an object has a mesh and components");
    if (name === "mesh" && parent.seen.has("components")) throw invalid("an object has a mesh and components");
    parent.seen.add(name);
    this.open.push({ name, seen: new Set() });
    return true;
  }

  /** The element that ends, with the children it had; undefined for an extension's. */
  leave(): { name: string; seen: ReadonlySet<string> } | undefined {
    if (this.foreign === 0) return this.open.pop();
    this.foreign--;
    return undefined;
  }
}

import { invalid } from "../package/small-xml.ts";
import { idOf, indexOf, listOf, requiredId } from "./values.ts";

type Attributes = Readonly<Record<string, string>>;
type Kind =
  | "object"
  | "basematerials"
  | "texture2d"
  | "texture2dgroup"
  | "colorgroup"
  | "compositematerials"
  | "multiproperties";

interface Resource {
  readonly kind: Kind | "other";
  /** Properties of a group, so that indices can be held against their number. */
  count: number;
}

const propertyGroups: readonly string[] = [
  ...["basematerials", "texture2dgroup", "colorgroup", "compositematerials", "multiproperties"],
];
/** Elements that make one property each, by the group they stand in. */
const members: Readonly<Record<string, string>> = {
  basematerials: "base",
  colorgroup: "color",
  texture2dgroup: "tex2coord",
  compositematerials: "composite",
  multiproperties: "multi",
};
const color = /^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/;

/**
 * The resources of one model part by their ids. Materials do not change a volume, but a file that breaks their rules is
 * one that the specification wants refused. References are checked at the end, when all resources are known.
 */
export class Resources {
  private readonly byId = new Map<string, Resource>();
  private readonly checks: (() => void)[] = [];
  private open: Resource | undefined;

  add(kind: Kind | "other", id: string): void {
    if (this.byId.has(id)) throw invalid("two resources have the same id");
    this.open = { kind, count: 0 };
    this.byId.set(id, this.open);
  }

  /** A resource of the materials' namespace, or base materials. */
  addGroup(name: string, attributes: Attributes): void {
    const isKnown = propertyGroups.includes(name) || name === "texture2d";
    const id = isKnown ? requiredId(attributes, "id") : idOf(attributes, "id");
    if (id === undefined) return;
    this.add(isKnown ? (name as Kind) : "other", id);
    if (name === "texture2d") checkTexture(attributes);
    if (name === "texture2dgroup") this.refer(requiredId(attributes, "texid"), ["texture2d"]);
    if (name === "compositematerials") {
      listOf(attributes, "matindices");
      this.refer(requiredId(attributes, "matid"), ["basematerials"]);
    }
    if (name === "multiproperties") this.addMulti(listOf(attributes, "pids"));
  }

  /** A property of the group that was added last. */
  addMember(group: string, name: string, attributes: Attributes): void {
    if (members[group] !== name || this.open === undefined) return;
    this.open.count++;
    const required: Record<string, string> = { color: "color", base: "displaycolor" };
    const colour = required[name];
    if (colour !== undefined && !color.test(attributes[colour]?.trim() ?? ""))
      throw invalid("a colour is missing or wrong");
    if (name === "base" && attributes["name"] === undefined) throw invalid("a base material has no name");
    if (name === "tex2coord" && (attributes["u"] === undefined || attributes["v"] === undefined)) {
      throw invalid("a texture's coordinate is missing");
    }
    if (name === "composite" && !attributes["values"]) throw invalid("a composite has no values");
    if (name === "multi") listOf(attributes, "pindices");
  }

  /** The group an object's triangles have when they name none, and the property they have then. */
  referProperty(attributes: Attributes): string | undefined {
    const pid = idOf(attributes, "pid");
    const pindex = indexOf(attributes, "pindex");
    if (pid === undefined && pindex !== undefined) throw invalid("an object has a pindex and no pid");
    if (pid !== undefined) this.referGroup(pid, pindex ?? -1);
    return pid;
  }

  /** Some triangles use properties of that group, up to that index. */
  referGroup(pid: string, largestIndex: number): void {
    this.checks.push(() => {
      const group = this.byId.get(pid);
      if (!group || !(propertyGroups.includes(group.kind) || group.kind === "other")) {
        throw invalid("a pid names no group of properties");
      }
      if (group.kind !== "other" && largestIndex >= group.count) throw invalid("a property is not in its group");
    });
  }

  /** All references lead to what they should. */
  check(): void {
    for (const check of this.checks) check();
  }

  private refer(id: string, kinds: readonly string[]): void {
    this.checks.push(() => {
      if (!kinds.includes(this.byId.get(id)?.kind ?? ""))
        throw invalid(`a resource needs a ${kinds[0]} that is not there`);
    });
  }

  private addMulti(pids: readonly string[]): void {
    this.checks.push(() => {
      const kinds = pids.map((pid) => this.byId.get(String(Number(pid)))?.kind);
      const materials = kinds.filter((kind) => kind === "basematerials" || kind === "compositematerials").length;
      if (kinds.includes(undefined)) throw invalid("multiproperties name a group that is not there");
      if (kinds.includes("multiproperties")) throw invalid("multiproperties name multiproperties");
      if (materials > 1) throw invalid("multiproperties name more than one material");
      if (kinds.filter((kind) => kind === "colorgroup").length > 1)
        throw invalid("multiproperties name two colour groups");
    });
  }
}

function checkTexture({ path, contenttype }: Attributes): void {
  if (!path) throw invalid("a texture has no path");
  if (!["image/jpeg", "image/png"].includes(contenttype?.trim() ?? ""))
    throw invalid("a texture is neither JPEG nor PNG");
}

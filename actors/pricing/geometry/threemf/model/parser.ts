import { FileUnit } from "#contracts/pricing/unit.ts";
import type { Mesh } from "../../mesh/emit-mesh.ts";
import { refused } from "../../refused.ts";
import { attributeOf, invalid, type NamespacedTag, plainAttributes, strictParser } from "../package/small-xml.ts";
import type { MarkupConsumer } from "./markup.ts";
import { type MeshBudget, MeshBuilder } from "./mesh-builder.ts";
import { ModelMetadata } from "./metadata.ts";
import * as uris from "./namespaces.ts";
import type { BuildItem, ModelObject, ModelPart, ObjectType, Placed } from "./objects.ts";
import { Resources } from "./resources.ts";
import { RowScanner, triangleRow, vertexRow } from "./rows.ts";
import { Structure } from "./structure.ts";
import { indexOf, numberOf, requiredId, transformOf } from "./values.ts";

type Attributes = Readonly<Record<string, string>>;
const types: readonly ObjectType[] = ["model", "solidsupport", "support", "surface", "other"];
/** Elements that may be nested, extensions included. */
const depthMax = 100;
/** Objects, components and build items in one part. */
const thingsMax = 1_000_000;
/** A mark within the document is text like any other. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface OpenObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly pid: string | undefined;
  mesh: Mesh | undefined;
  readonly components: Placed[];
}

/** Reads one model part: everything through a strict XML parser, but for the rows of meshes. */
export class ModelPartParser implements MarkupConsumer {
  private readonly xml = strictParser();
  private readonly structure = new Structure();
  private readonly resources = new Resources();
  private readonly vertexRows = new RowScanner(vertexRow);
  private readonly triangleRows = new RowScanner(triangleRow);
  private unit: FileUnit = "millimeter";
  private readonly objects = new Map<string, ModelObject>();
  private readonly items: BuildItem[] = [];
  private metadata = new ModelMetadata({});
  private hasBeams = false;
  private things = 0;
  private object: OpenObject | undefined;
  private mesh: MeshBuilder | undefined;
  /** The resource group of an extension that is open. */
  private group: string | undefined;
  /** Set where the next element may be a row of a mesh. */
  private rows: RowScanner | undefined;
  /** The core namespace is the one without a prefix here. */
  private rowsArePlain = false;

  constructor(private readonly budget: MeshBudget) {
    this.xml.on("opentag", (tag) => this.enter(tag));
    this.xml.on("closetag", () => this.leave());
    this.xml.on("text", (text) => this.text(text));
    this.xml.on("cdata", (text) => this.text(text));
  }

  takeFast(bytes: Uint8Array, start: number, end: number): number {
    const { rows, mesh } = this;
    if (rows === undefined || mesh === undefined) return start;
    let at = start;
    for (;;) {
      while (at < end && bytes[at]! <= 32) at++;
      const next = rows.take(bytes, at, end);
      if (next < 0) return at;
      if (rows === this.vertexRows) mesh.addVertex(rows.values);
      else mesh.addTriangle(rows.values);
      at = next;
    }
  }

  takePiece(bytes: Uint8Array, start: number, end: number): void {
    this.xml.write(decoded(bytes.subarray(start, end)));
  }

  finish(): ModelPart {
    this.xml.close();
    this.resources.check();
    const { unit, objects, items, hasBeams } = this;
    return { unit, objects, items, hasBeams };
  }

  private enter(tag: NamespacedTag): void {
    checkForbidden(tag);
    if (this.structure.depth >= depthMax) throw refused("model/too-complex", "The model's XML is nested too deeply.");
    const attributes = plainAttributes(tag);
    const parent = this.structure.current;
    const isCore = tag.uri === uris.coreUri;
    this.rows = undefined;
    if (this.structure.enter(tag.local, isCore)) this.enterCore(tag, attributes);
    else this.enterForeign(tag, parent, attributes);
  }

  private enterForeign({ uri, local }: NamespacedTag, parent: string | undefined, attributes: Attributes): void {
    if (uri === uris.beamLatticeUri) this.hasBeams = true;
    if (parent === "resources") {
      this.group = local;
      this.resources.addGroup(uri === uris.materialUri ? local : "", attributes);
    } else if (this.group !== undefined && uri === uris.materialUri) {
      this.resources.addMember(this.group, local, attributes);
    }
  }

  private enterCore(tag: NamespacedTag, attributes: Attributes): void {
    switch (tag.local) {
      case "model":
        this.enterModel(tag, attributes);
        break;
      case "metadata":
        this.enterMetadata(attributes);
        break;
      case "basematerials":
        this.resources.addGroup("basematerials", attributes);
        break;
      case "base":
        this.resources.addMember("basematerials", "base", attributes);
        break;
      case "object":
        this.enterObject(attributes);
        break;
      case "mesh":
        this.mesh = new MeshBuilder(this.budget);
        break;
      case "vertices":
        this.beginRows(tag, this.vertexRows);
        break;
      case "triangles":
        this.beginRows(tag, this.triangleRows);
        break;
      case "vertex":
        this.mesh?.addVertex(["x", "y", "z"].map((name) => numberOf(attributes, name)));
        break;
      case "triangle":
        this.mesh?.addTriangle(triangleRow.slots.map((name) => indexOf(attributes, name) ?? Number.NaN));
        break;
      case "component":
        this.object?.components.push(this.placed(tag, attributes));
        break;
      case "item":
        this.items.push({ ...this.placed(tag, attributes), isPrinted: attributes["printable"] !== "0" });
        break;
    }
  }

  private beginRows({ prefix }: NamespacedTag, rows: RowScanner): void {
    this.rowsArePlain = prefix === "";
    this.rows = this.rowsArePlain ? rows : undefined;
  }

  private enterModel(tag: NamespacedTag, attributes: Attributes): void {
    const unit = FileUnit.safeParse(attributes["unit"] ?? "millimeter");
    if (!unit.success) throw invalid("its unit is none that 3MF knows");
    this.unit = unit.data;
    this.metadata = new ModelMetadata(tag.ns);
    for (const prefix of (attributes["requiredextensions"] ?? "").split(/\s+/)) {
      if (prefix === "") continue;
      const uri = tag.ns[prefix];
      if (uri === undefined) throw invalid("it requires an extension that it does not name");
      if (uris.supportedUris.includes(uri)) continue;
      throw refused("model/unsupported", `The file needs an extension of 3MF that is not read: ${uri.slice(0, 100)}.`);
    }
  }

  private enterMetadata({ name }: Attributes): void {
    // Those of objects and items are theirs; those of the model are named once.
    if (this.structure.depth === 2) this.metadata.add(name);
    else if (!name) throw invalid("a metadata has no name");
  }

  private enterObject(attributes: Attributes): void {
    this.count();
    const id = requiredId(attributes, "id");
    const type = types.find((one) => one === (attributes["type"] ?? "model"));
    if (type === undefined) throw invalid("an object is of a type that 3MF does not know");
    this.resources.add("object", id);
    this.object = { id, type, pid: this.resources.referProperty(attributes), mesh: undefined, components: [] };
  }

  private placed(tag: NamespacedTag, attributes: Attributes): Placed {
    this.count();
    const path = attributeOf(tag, uris.productionUri, "path");
    if (path !== undefined && !path.startsWith("/")) throw invalid("a path does not begin at the package's root");
    return { path, objectId: requiredId(attributes, "objectid"), transform: transformOf(attributes) };
  }

  private leave(): void {
    const left = this.structure.leave();
    if (this.structure.current === "resources") this.group = undefined;
    this.rows = undefined;
    if (this.rowsArePlain && this.structure.current === "vertices") this.rows = this.vertexRows;
    if (this.rowsArePlain && this.structure.current === "triangles") this.rows = this.triangleRows;
    if (left?.name === "mesh") this.leaveMesh();
    if (left?.name === "object") this.leaveObject();
    if (left?.name === "components" && left.seen.size === 0) throw invalid("an object has no components");
    if (left?.name === "model" && !left.seen.has("resources")) throw invalid("it has no resources");
    if (left?.name === "model" && !left.seen.has("build")) throw invalid("it has no build");
  }

  private leaveMesh(): void {
    const { mesh, object } = this;
    if (!mesh || !object) return;
    object.mesh = mesh.finish();
    if (mesh.needsObjectGroup && object.pid === undefined) throw invalid("a triangle has properties of no group");
    for (const [pid, largest] of mesh.used) this.resources.referGroup(pid, largest);
    this.mesh = undefined;
  }

  private leaveObject(): void {
    const { object } = this;
    if (!object) return;
    const { id, type, pid, mesh, components } = object;
    if (!mesh && components.length === 0) throw invalid("an object has neither a mesh nor components");
    if (components.length > 0 && pid !== undefined) throw invalid("an object of components has properties");
    this.objects.set(id, { type, mesh, components });
    this.object = undefined;
  }

  private text(text: string): void {
    const { current } = this.structure;
    if (current === undefined || current === "metadata" || text.trim() === "") return;
    throw invalid("there is text where none belongs");
  }

  private count(): void {
    if (++this.things > thingsMax) throw refused("model/too-complex", "The model has too many objects.");
  }
}

/** Of the namespaces that XML brings with it 3MF allows but the language. */
function checkForbidden(tag: NamespacedTag): void {
  if (tag.uri === uris.schemaInstanceUri) throw invalid("it has elements of XML Schema");
  for (const { uri, local, prefix } of Object.values(tag.attributes)) {
    if (uri === uris.schemaInstanceUri) throw invalid("it has attributes of XML Schema");
    if (uri === uris.xmlUri && prefix !== "xmlns" && local !== "lang")
      throw invalid(`it has the attribute xml:${local.slice(0, 20)}`);
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid("its XML is not in UTF-8 or UTF-16");
  }
}

import type { ReaderLimits } from "../../limits.ts";
import { refused } from "../../refused.ts";
import { type Archive, openArchive, type PackedPart } from "./archive.ts";
import { elementsOf, invalid, type XmlElement } from "./small-xml.ts";
import { Unpacker } from "./unpack.ts";

const typesUri = "http://schemas.openxmlformats.org/package/2006/content-types";
const relationshipsUri = "http://schemas.openxmlformats.org/package/2006/relationships";
const modelRelation = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel";
const printTicketRelation = "http://schemas.microsoft.com/3dmanufacturing/2013/01/printticket";
const thumbnailRelation = `${relationshipsUri}/metadata/thumbnail`;
const corePropertiesRelation = `${relationshipsUri}/metadata/core-properties`;
const modelType = "application/vnd.ms-package.3dmanufacturing-3dmodel+xml";
/** `image/jpg` is not registered, and what many write. */
const thumbnailTypes = ["image/png", "image/jpeg", "image/jpg"];
/** Bytes of a part that is no model. */
const smallPartMax = 4_000_000;

/** Of these a part has one at most, and the message says what there is too much of. */
const singleRelations: readonly (readonly [string, string])[] = [
  [printTicketRelation, "print ticket"],
  [thumbnailRelation, "thumbnail"],
  [corePropertiesRelation, "part with core properties"],
];

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/** An archive by the conventions of packages: parts have types, and relations lead from one to the next. */
export class Package {
  readonly unpacker: Unpacker;
  private defaults = new Map<string, string>();
  private overrides = new Map<string, string>();

  private constructor(
    private readonly archive: Archive,
    limits: ReaderLimits,
  ) {
    this.unpacker = new Unpacker(limits);
  }

  static async open(file: Uint8Array, limits: ReaderLimits): Promise<Package> {
    const opened = new Package(await openArchive(file, limits), limits);
    await opened.readTypes();
    return opened;
  }

  /** The name of the part that the whole package is about. */
  async rootModel(): Promise<string> {
    const relations = await this.relationsOf("/");
    const models = relations.filter(({ type }) => type === modelRelation);
    if (models.length === 0)
      throw refused("model/unreadable", "The archive is no 3MF: it does not lead to a 3D model.");
    if (models.length > 1) throw invalid("it has more than one root model");
    const { target } = models[0]!;
    await this.relationsOf(target);
    return target;
  }

  /** The part of that name, which must be a model. */
  model(name: string): PackedPart {
    const part = this.archive.get(name.replace(/^\//, "").toLowerCase());
    if (!part) throw invalid("it refers to a model part that is not there");
    if (this.typeOf(name) !== modelType) throw invalid("a model part has another content type");
    return part;
  }

  has(name: string): boolean {
    return this.archive.has(name.replace(/^\//, "").toLowerCase());
  }

  /** The relations of a part, or of the package where `part` is "/"; what they must not be is refused. */
  private async relationsOf(part: string): Promise<Relationship[]> {
    const [folder, name] = [part.slice(0, part.lastIndexOf("/") + 1), part.slice(part.lastIndexOf("/") + 1)];
    const source = this.archive.get(`${folder}_rels/${name}.rels`.slice(1).toLowerCase());
    if (!source) return [];
    const elements = elementsOf(await this.unpacker.whole(source, smallPartMax));
    const relations = elements
      .filter((element) => element.uri === relationshipsUri && element.name === "Relationship")
      .map((element) => this.relationship(element, folder));
    checkDistinct(relations);
    return relations;
  }

  private relationship({ attributes }: XmlElement, folder: string): Relationship {
    const { Id: id, Type: type, Target: path, TargetMode: mode } = attributes;
    if (type === undefined || path === undefined || id === undefined) {
      throw invalid("a relationship has no type, target or id");
    }
    const isOurs = [modelRelation, printTicketRelation, thumbnailRelation].includes(type);
    if (mode === "External" && isOurs) throw invalid("a part is said to be outside of the package");
    const target = resolved(path, folder);
    if (isOurs && !this.has(target)) throw invalid("a relationship leads to a part that is not there");
    if (type === thumbnailRelation && !thumbnailTypes.includes(this.typeOf(target) ?? "")) {
      throw invalid("a thumbnail is neither PNG nor JPEG");
    }
    return { id, type, target };
  }

  private async readTypes(): Promise<void> {
    const part = this.archive.get("[content_types].xml");
    if (!part) throw refused("model/unreadable", "The archive is no 3MF: it does not say what its parts are.");
    for (const { uri, name, attributes } of elementsOf(await this.unpacker.whole(part, smallPartMax))) {
      if (uri !== typesUri) continue;
      if (name === "Default") addType(this.defaults, attributes["Extension"], attributes["ContentType"]);
      if (name === "Override") addType(this.overrides, attributes["PartName"], attributes["ContentType"]);
    }
  }

  /** The content type of a part, by its own name or by its extension. */
  typeOf(name: string): string | undefined {
    const key = name.toLowerCase();
    return this.overrides.get(key) ?? this.defaults.get(key.slice(key.lastIndexOf(".") + 1));
  }
}

function addType(types: Map<string, string>, of: string | undefined, type: string | undefined): void {
  if (!of || !type) throw invalid("a content type does not say what it is of");
  const key = of.toLowerCase();
  if (types.has(key)) throw invalid("a content type is given twice");
  types.set(key, type);
}

function checkDistinct(relations: readonly Relationship[]): void {
  const distinct = (of: (relation: Relationship) => string) => new Set(relations.map(of)).size === relations.length;
  if (!distinct(({ id }) => id)) throw invalid("two relationships have the same id");
  if (!distinct(({ type, target }) => `${type} ${target.toLowerCase()}`))
    throw invalid("a relationship is there twice");
  for (const [type, what] of singleRelations) {
    if (relations.filter((relation) => relation.type === type).length > 1) {
      throw invalid(`a part has more than one ${what}`);
    }
  }
}

/** A target as an absolute name of a part; relative ones count from the folder of their source. */
function resolved(path: string, folder: string): string {
  try {
    return decodeURIComponent(new URL(path, `file://${folder === "" ? "/" : folder}`).pathname);
  } catch {
    throw invalid("a relationship has no proper target");
  }
}

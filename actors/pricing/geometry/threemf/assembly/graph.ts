import { mmPerFileUnit } from "#contracts/pricing/unit.ts";
import type { ReaderLimits } from "../../limits.ts";
import type { Mesh } from "../../mesh/emit-mesh.ts";
import { composed, scaling, type Transform } from "../../mesh/transform.ts";
import { refused } from "../../refused.ts";
import type { ModelPart, Placed } from "../model/objects.ts";
import { invalid } from "../package/small-xml.ts";

/** An object with all that is in it, each object of the file once however often it is used. */
export interface Node {
  readonly mesh: Mesh | undefined;
  readonly children: readonly Instance[];
  /** With those of all that is in it, counted as often as it is used. */
  readonly triangles: number;
  readonly height: number;
}
export interface Instance {
  readonly node: Node;
  readonly transform: Transform;
}

/** The parts of a package by their names in lower case. */
export type Parts = ReadonlyMap<string, ModelPart>;
export const partKey = (path: string): string => path.toLowerCase();

export interface Assembly {
  /** What is built, in the unit of the root part. */
  readonly instances: readonly Instance[];
  readonly triangles: number;
  /** Objects left out because they are no part of the model: supports, surfaces, what is not to be printed. */
  readonly ignored: number;
}

/** Follows the root's build to everything that is to be made. */
export function assemble(parts: Parts, root: string, limits: ReaderLimits): Assembly {
  const graph = new Graph(parts, limits);
  const instances: Instance[] = [];
  const { items } = parts.get(partKey(root))!;
  for (const item of items) {
    const instance = graph.instance(item, root, 0);
    if (graph.typeOf(item, root) === "other") throw invalid("its build has an object of the type other");
    if (instance && item.isPrinted) instances.push(instance);
    else if (instance) graph.ignored++;
  }
  const triangles = instances.reduce((sum, { node }) => sum + node.triangles, 0);
  return { instances, triangles, ignored: graph.ignored };
}

class Graph {
  ignored = 0;
  private readonly known = new Map<string, Node>();
  private readonly open = new Set<string>();

  constructor(
    private readonly parts: Parts,
    private readonly limits: ReaderLimits,
  ) {}

  /** What is placed, unless it is no part of the model. */
  instance(placed: Placed, from: string, depth: number): Instance | undefined {
    const path = placed.path ?? from;
    const node = this.node(path, placed.objectId, depth);
    if (this.typeOf(placed, from) !== "model") {
      this.ignored++;
      return undefined;
    }
    const factor = this.mm(path) / this.mm(from);
    const { transform } = placed;
    return { node, transform: factor === 1 ? transform : composed(scaling(factor), transform) };
  }

  typeOf({ path, objectId }: Placed, from: string) {
    return this.object(path ?? from, objectId).type;
  }

  private node(path: string, id: string, depth: number): Node {
    const key = `${partKey(path)}#${id}`;
    const known = this.known.get(key);
    if (known) return known;
    if (this.open.has(key)) throw refused("model/refers-to-itself", "An object of the model contains itself.");
    if (depth > this.limits.nestingMax) throw this.tooDeep();
    this.open.add(key);
    const object = this.object(path, id);
    const children = object.components.flatMap((component) => this.instance(component, path, depth + 1) ?? []);
    this.open.delete(key);
    const inChildren = children.reduce((sum, child) => sum + child.node.triangles, 0);
    const height = 1 + children.reduce((most, child) => Math.max(most, child.node.height), 0);
    if (height > this.limits.nestingMax) throw this.tooDeep();
    const triangles = (object.mesh?.triangles.length ?? 0) / 3 + inChildren;
    const node = { mesh: object.mesh, children, triangles, height };
    this.known.set(key, node);
    return node;
  }

  private object(path: string, id: string) {
    const object = this.parts.get(partKey(path))?.objects.get(id);
    if (!object) throw invalid("it refers to an object that is not there");
    return object;
  }

  private mm(path: string): number {
    return mmPerFileUnit[this.parts.get(partKey(path))!.unit];
  }

  private tooDeep() {
    return refused("model/too-complex", `The model's objects are nested more than ${this.limits.nestingMax} deep.`);
  }
}

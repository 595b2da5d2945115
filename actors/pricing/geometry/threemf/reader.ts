import { type Finding, finding } from "#contracts/pricing/finding.ts";
import type { ReaderLimits } from "../limits.ts";
import type { Reading, TriangleSink } from "../reader.ts";
import { refused } from "../refused.ts";
import { emit } from "./assembly/emit.ts";
import { assemble, type Parts, partKey } from "./assembly/graph.ts";
import { measureInstances } from "./assembly/measure.ts";
import { Markup } from "./model/markup.ts";
import { MeshBudget } from "./model/mesh-builder.ts";
import type { ModelPart } from "./model/objects.ts";
import { ModelPartParser } from "./model/parser.ts";
import { inUtf8 } from "./model/utf8.ts";
import { Package } from "./package/parts.ts";
import { invalid } from "./package/small-xml.ts";

/** Copies of triangles given out one by one; beyond it a model is measured by its objects. */
const expandedMax = 4_000_000;
/** Model parts of one package. */
const partsMax = 1_000;

/**
 * 3MF: a package whose root model, with the parts that its items and components lead to, says what is to be built.
 * Extensions are followed where they place matter (production), checked where they give it properties (materials), and
 * refused where the file says that it cannot do without one we do not know.
 */
export async function readThreeMf(file: Uint8Array, sink: TriangleSink, limits: ReaderLimits): Promise<Reading> {
  const opened = await Package.open(file, limits);
  const root = await opened.rootModel();
  const parts = await readParts(opened, root, limits);
  const { unit } = parts.get(partKey(root))!;
  const assembly = assemble(parts, root, limits);
  const findings = notMeasured(parts, assembly.ignored);
  const known = { format: "3mf", units: unit, findings } as const;
  if (assembly.triangles > expandedMax && assembly.triangles > storedTriangles(parts)) {
    return { ...known, measures: measureInstances(assembly) };
  }
  emit(assembly.instances, sink);
  return known;
}

/** The root part and all parts that are led to from there. */
async function readParts(opened: Package, root: string, limits: ReaderLimits): Promise<Parts> {
  const parts = new Map<string, ModelPart>();
  const budget = new MeshBudget(limits);
  const wanted = [root];
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (parts.has(partKey(path))) continue;
    if (parts.size >= partsMax)
      throw refused("model/too-complex", `The package has more than ${partsMax} model parts.`);
    const part = await readPart(opened, path, budget);
    parts.set(partKey(path), part);
    const components = Array.from(part.objects.values(), (object) => object.components).flat();
    // Only the root's build is one, and only the root leads to other parts.
    const placed = path === root ? [...part.items, ...components] : [];
    if (path !== root && components.some((component) => component.path !== undefined)) {
      throw invalid("a part that is not the root refers to objects of another part");
    }
    wanted.push(...new Set(placed.flatMap((one) => one.path ?? [])));
  }
  return parts;
}

async function readPart(opened: Package, path: string, budget: MeshBudget): Promise<ModelPart> {
  const parser = new ModelPartParser(budget);
  const markup = new Markup(parser);
  for await (const step of inUtf8(opened.unpacker.unpack(opened.model(path)))) markup.push(step);
  markup.finish();
  return parser.finish();
}

function storedTriangles(parts: Parts): number {
  let triangles = 0;
  for (const { objects } of parts.values()) {
    for (const { mesh } of objects.values()) triangles += (mesh?.triangles.length ?? 0) / 3;
  }
  return triangles;
}

function notMeasured(parts: Parts, ignored: number): Finding[] {
  const findings: Finding[] = [];
  if (Array.from(parts.values()).some(({ hasBeams }) => hasBeams)) {
    findings.push(finding("model/parts-ignored", "The model has a beam lattice, which is not measured."));
  }
  if (ignored > 0) {
    const what = "supports, surfaces or not to be printed";
    findings.push(finding("model/parts-ignored", `Objects left out because they are ${what}: ${ignored}.`));
  }
  return findings;
}

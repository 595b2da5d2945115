import { type Finding, finding } from "#contracts/pricing/finding.ts";
import { emitMesh, type Mesh } from "../../mesh/emit-mesh.ts";
import { composed, determinant, identity, similarity, type Transform } from "../../mesh/transform.ts";
import type { Measures } from "../../reader.ts";
import { refused } from "../../refused.ts";
import { type Sums, TriangleSums } from "../../sums.ts";
import { judgeCoordinates, judgeVolume } from "../../verdict.ts";
import type { Assembly, Node } from "./graph.ts";

/** Triangles and vertices looked at for it all; some seconds of work. */
const workMax = 400_000_000;
const axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
type Direction = readonly [number, number, number];

/**
 * Measures a model that repeats its objects so often that its triangles cannot be given out one by one: 30 objects, each
 * twice in the next, make 2³⁰ copies. Each object is measured once in itself; a copy's volume is its determinant
 * times that. The area needs another look only where a transform scales unevenly, and how far a copy reaches in some
 * direction is how far its object reaches in that direction turned back.
 */
export function measureInstances(assembly: Assembly): Measures {
  const whole: Node = { mesh: undefined, children: assembly.instances, triangles: assembly.triangles, height: 0 };
  const { triangles } = assembly;
  if (!Number.isSafeInteger(triangles)) throw tooComplex();
  const measuring = new Measuring();
  const volume = measuring.volume(whole);
  const nothing = { triangles, volume: null, area: null, bbox: null };
  if (measuring.broken?.code !== "model/not-closed" && measuring.broken)
    return { ...nothing, findings: [measuring.broken] };
  const area = measuring.area(whole, identity);
  const max = axes.map((axis) => measuring.reach(whole, axis));
  const min = axes.map(([x, y, z]) => -measuring.reach(whole, [-x, -y, -z]) + 0);
  const bbox = { min: min as [number, number, number], max: max as [number, number, number] };
  const findings = [manyInstances(triangles)];
  if (measuring.broken) return { ...nothing, area, bbox, findings: [measuring.broken, ...findings] };
  if (volume < 0) findings.unshift(insideOut());
  return { triangles, volume: Math.abs(volume), closed: measuring.closed, area, bbox, findings };
}

class Measuring {
  /** Why a mesh has no volume of its own. */
  broken: Finding | undefined;
  /** Every mesh is closed in itself. */
  closed: true | null = true;
  private readonly volumes = new Map<Node, number>();
  private readonly areas = new Map<Node, Map<string, number>>();
  private readonly reaches = new Map<Node, Map<string, number>>();
  private work = 0;

  volume(node: Node): number {
    return remembered(this.volumes, node, () => {
      const own = node.mesh ? this.meshVolume(node.mesh) : 0;
      return node.children.reduce(
        (sum, child) => sum + Math.abs(determinant(child.transform)) * this.volume(child.node),
        own,
      );
    });
  }

  /** The area of the node as it is after the linear part of a transform. */
  area(node: Node, linear: Transform): number {
    const factor = similarity(linear);
    if (factor !== undefined && linear !== identity) return factor ** 2 * this.area(node, identity);
    const known = remembered(this.areas, node, () => new Map<string, number>());
    return remembered(known, linear.slice(0, 9).join(), () => {
      const own = node.mesh ? this.sums(node.mesh, linear).area : 0;
      return node.children.reduce((sum, child) => sum + this.area(child.node, composed(child.transform, linear)), own);
    });
  }

  /** How far the node reaches in a direction: the largest product of it with any corner. */
  reach(node: Node, direction: Direction): number {
    const known = remembered(this.reaches, node, () => new Map<string, number>());
    return remembered(known, direction.join(), () => {
      let most = node.mesh ? this.meshReach(node.mesh, direction) : Number.NEGATIVE_INFINITY;
      for (const { node: child, transform } of node.children) {
        const [x, y, z] = direction;
        const back = (row: number) => transform[row]! * x + transform[row + 1]! * y + transform[row + 2]! * z + 0;
        most = Math.max(most, this.reach(child, [back(0), back(3), back(6)]) + back(9));
      }
      return most;
    });
  }

  private meshVolume(mesh: Mesh): number {
    const sums = this.sums(mesh, identity);
    const bad = judgeCoordinates(sums);
    const { volume, closed, findings } = bad ? { volume: null, closed: null, findings: [bad] } : judgeVolume(sums);
    if (volume === null) this.broken ??= findings[0];
    if (!closed) this.closed = null;
    return sums.volume;
  }

  private sums(mesh: Mesh, linear: Transform): Sums {
    this.spend(mesh.triangles.length);
    const sums = new TriangleSums(Number.POSITIVE_INFINITY);
    emitMesh(mesh, linear, sums);
    return sums.total();
  }

  private meshReach({ vertices }: Mesh, [x, y, z]: Direction): number {
    this.spend(vertices.length);
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < vertices.length; i += 3) {
      const product = vertices[i]! * x + vertices[i + 1]! * y + vertices[i + 2]! * z;
      if (product > most) most = product;
    }
    return most;
  }

  private spend(work: number): void {
    this.work += work + 1_000;
    if (this.work > workMax) throw tooComplex();
  }
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const made = make();
  known.set(key, made);
  return made;
}

const tooComplex = () =>
  refused("model/too-complex", "The model repeats its objects in too many different ways to be measured.");

const insideOut = () =>
  finding("model/inside-out", "All triangles face inwards; the model was taken as if they faced outwards.");

const manyInstances = (triangles: number) =>
  finding(
    "model/many-instances",
    `The model repeats its objects up to ${triangles.toLocaleString("en")} triangles; whether copies overlap was not looked at.`,
  );

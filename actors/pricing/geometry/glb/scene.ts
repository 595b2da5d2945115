import type { ReaderLimits } from "../limits.ts";
import { composed, identity, type Transform } from "../mesh/transform.ts";
import { refused } from "../refused.ts";
import { invalidGltf } from "./container.ts";
import type { Document, Node } from "./document.ts";

export interface PlacedMesh {
  readonly mesh: number;
  readonly transform: Transform;
}

/** The meshes of the scene that is shown, where its nodes put them. Nodes are a forest: what is none is refused. */
export function placedMeshes({ nodes, scenes, scene }: Document, limits: ReaderLimits): PlacedMesh[] {
  const placed: PlacedMesh[] = [];
  const seen = new Set<number>();
  const visit = (index: number, outer: Transform, depth: number): void => {
    const node = nodes[index];
    if (!node) throw invalidGltf("a node is not there");
    if (seen.has(index)) throw refused("model/refers-to-itself", "A node of the model is in more than one place.");
    if (depth > limits.nestingMax) throw refused("model/too-complex", "The model's nodes are nested too deeply.");
    if (node.extensions && "EXT_mesh_gpu_instancing" in node.extensions) {
      throw refused("model/unsupported", "The model repeats meshes by an extension of glTF that is not read.");
    }
    seen.add(index);
    const transform = composed(transformOf(node), outer);
    if (node.mesh !== undefined) placed.push({ mesh: node.mesh, transform });
    for (const child of node.children ?? []) visit(child, transform, depth + 1);
  };
  for (const root of rootsOf(nodes, scenes, scene)) visit(root, identity, 0);
  return placed;
}

function rootsOf(nodes: readonly Node[], scenes: Document["scenes"], scene: number | undefined): readonly number[] {
  if (scene !== undefined && !scenes[scene]) throw invalidGltf("its scene is not there");
  const shown = scenes[scene ?? 0];
  if (shown) return shown.nodes;
  const children = new Set(nodes.flatMap((node) => node.children ?? []));
  return nodes.flatMap((_, index) => (children.has(index) ? [] : [index]));
}

function transformOf({ matrix, translation = [0, 0, 0], rotation = [0, 0, 0, 1], scale = [1, 1, 1] }: Node): Transform {
  // glTF writes matrices by columns for points as columns: the same order as rows for points as rows.
  if (matrix) return matrix.filter((_, i) => i % 4 !== 3);
  const [x, y, z, w] = rotation as [number, number, number, number];
  const [sx, sy, sz] = scale as [number, number, number];
  return [
    ...[1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)].map((value) => value * sx),
    ...[2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)].map((value) => value * sy),
    ...[2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)].map((value) => value * sz),
    ...translation,
  ];
}

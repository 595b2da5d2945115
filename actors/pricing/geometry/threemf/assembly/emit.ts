import { emitMesh } from "../../mesh/emit-mesh.ts";
import { composed, identity, isIdentity, type Transform } from "../../mesh/transform.ts";
import type { TriangleSink } from "../../reader.ts";
import type { Instance } from "./graph.ts";

/** Gives every triangle of every instance to the sink, in the order of the file. */
export function emit(instances: readonly Instance[], sink: TriangleSink, outer: Transform = identity): void {
  for (const { node, transform } of instances) {
    if (sink.exceeded) return;
    const placed = isIdentity(outer) ? transform : composed(transform, outer);
    if (node.mesh) emitMesh(node.mesh, placed, sink);
    emit(node.children, sink, placed);
  }
}

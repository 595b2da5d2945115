import type { FileUnit } from "#contracts/pricing/unit.ts";

/** Twelve numbers: three rows of the linear part, then the shift, for points as row vectors. */
export type Transform = readonly number[];

export const identity: Transform = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/** A mesh as the file has it: three coordinates a vertex, three indices a triangle. */
export interface Mesh {
  readonly vertices: Float64Array;
  readonly triangles: Uint32Array;
}

/** One object put somewhere, perhaps from another part of the package. */
export interface Placed {
  readonly path: string | undefined;
  readonly objectId: string;
  readonly transform: Transform;
}

export type ObjectType = "model" | "solidsupport" | "support" | "surface" | "other";

export interface ModelObject {
  readonly type: ObjectType;
  readonly mesh: Mesh | undefined;
  readonly components: readonly Placed[];
}

export interface BuildItem extends Placed {
  readonly isPrinted: boolean;
}

/** One model part of the package. */
export interface ModelPart {
  readonly unit: FileUnit;
  readonly objects: ReadonlyMap<string, ModelObject>;
  readonly items: readonly BuildItem[];
  /** Something of an extension that adds matter we do not measure. */
  readonly hasBeams: boolean;
}

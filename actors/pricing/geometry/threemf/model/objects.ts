import type { FileUnit } from "#contracts/pricing/unit.ts";
import type { Mesh } from "../../mesh/emit-mesh.ts";
import type { Transform } from "../../mesh/transform.ts";

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

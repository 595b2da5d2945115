declare module "occt-import-js" {
  interface Mesh {
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
  }
  interface Options {
    readonly linearUnit: "millimeter";
    readonly linearDeflectionType: "bounding_box_ratio";
    readonly linearDeflection: number;
    /** Radians. */
    readonly angularDeflection: number;
  }
  interface Occt {
    ReadStepFile(file: Uint8Array, options: Options): { readonly success: boolean; readonly meshes?: readonly Mesh[] };
  }
  /** Loads the WASM module; what it would print is given away. */
  export default function load(module: { print(): void; printErr(): void }): Promise<Occt>;
}

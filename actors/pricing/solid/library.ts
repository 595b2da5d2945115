import Module, { type ManifoldToplevel } from "manifold-3d/manifold";

let loading: Promise<ManifoldToplevel> | undefined;

/** manifold-3d: half a megabyte of WASM, loaded when the first model needs it. */
export function library(): Promise<ManifoldToplevel> {
  loading ??= Module().then((loaded) => {
    loaded.setup();
    return loaded;
  });
  return loading;
}

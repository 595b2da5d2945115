import { isBuiltin } from "node:module";
import { join } from "node:path";
import { root } from "#dev/root.ts";

export interface Bundle {
  /** Paths of the bundled modules, one for each entry. */
  readonly outputs: readonly string[];
  /** Modules of a server runtime that the entries reach, as `specifier from file`: none, when it is portable. */
  readonly runtimeModules: readonly string[];
}

/**
 * Bundles modules of the clone for browsers into `outdir`. The bundler would put browser versions in place of many
 * modules of the runtime, so those are looked for while it resolves.
 */
export async function bundleForBrowsers(entries: readonly string[], outdir: string): Promise<Bundle> {
  const runtimeModules: string[] = [];
  const result = await Bun.build({
    entrypoints: entries.map((entry) => join(root, entry)),
    root,
    outdir,
    target: "browser",
    format: "esm",
    plugins: [
      {
        name: "runtime-modules",
        setup: (build) => {
          build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
            if (isBuiltin(path) || /^bun(:|$)/.test(path)) runtimeModules.push(`${path} from ${importer}`);
            return undefined;
          });
        },
      },
    ],
  });
  return { outputs: result.outputs.map(({ path }) => path), runtimeModules };
}

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "#dev/root.ts";
import type { simulate } from "../simulate.ts";
import type { Plant } from "./planted.ts";

/** The text with the bug in it. Throws when the line is not there exactly once: the module has changed, so must the plant. */
function patched(file: string, source: string, find: string, replace: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}

/** The simulation of shipped modules, one of them with a bug: bundled anew, so that nothing shipped is touched. */
export async function simulationWith({ patches }: Plant): Promise<typeof simulate> {
  // Inside the clone, where the packages are found that stay outside the bundle.
  const home = join(root, ".bezel");
  mkdirSync(home, { recursive: true });
  const dir = mkdtempSync(join(home, "planted-"));
  try {
    const result = await Bun.build({
      entrypoints: [join(root, "actors/simulation/simulate.ts")],
      outdir: dir,
      target: "bun",
      packages: "external",
      plugins: [
        {
          name: "planted bug",
          setup: (build) => {
            build.onLoad({ filter: /actors\/(runtime|memory|simulation)\/.*\.ts$/ }, async ({ path }) => {
              let contents = await Bun.file(path).text();
              for (const { file, find, replace } of patches) {
                if (path === join(root, file)) contents = patched(file, contents, find, replace);
              }
              return { contents, loader: "ts" };
            });
          },
        },
      ],
    });
    const [output] = result.outputs;
    if (!output) throw new Error("nothing was built");
    return ((await import(output.path)) as { simulate: typeof simulate }).simulate;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The first violation that a run with the bug shows, and the seed that shows it; undefined when none of `seeds` does. */
export async function caught(plant: Plant, seeds: number): Promise<{ seed: number; check: string } | undefined> {
  const simulateWithBug = await simulationWith(plant);
  for (let seed = 1; seed <= seeds; seed++) {
    const [violation] = simulateWithBug(seed, { size: plant.size ?? "small", certain: plant.certain ?? [] }).violations;
    if (violation) return { seed, check: violation.check };
  }
  return undefined;
}

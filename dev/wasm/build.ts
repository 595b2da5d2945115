import { join } from "node:path";
import { root } from "#dev/root.ts";

const folder = join(root, "actors", "pricing", "geometry", "kernel");
/** What the compiler makes of simd.as, as the product imports it. */
export const builtFile = join(folder, "simd-module.ts");

/** Compiles AssemblyScript; the same source and compiler give the same bytes. */
export async function compileAssembly(source: string, pages: number): Promise<Uint8Array> {
  const { main } = await import("assemblyscript/asc");
  const options = ["--outFile", "module.wasm", "-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await main(["module.ts", ...options, "--initialMemory", String(pages)], {
    // The source's own name does not end in .ts, because it is not TypeScript to anything that looks for it.
    readFile: (name) => (name === "module.ts" ? source : null),
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || bytes === undefined) throw new Error(`AssemblyScript: ${stderr.toString()}`);
  return bytes;
}

/** The pass's module as a file of TypeScript: it needs no build step, no file system and no path when it is used. */
export async function builtModule(): Promise<string> {
  const bytes = await compileAssembly(await Bun.file(join(folder, "simd.as")).text(), 5);
  const text = Buffer.from(bytes).toString("base64");
  return `/** simd.as, compiled by dev/wasm/build.ts; a test compares them. */
export const simdModule = Uint8Array.fromBase64(
  "${text}",
);
`;
}

if (import.meta.main) await Bun.write(builtFile, await builtModule());

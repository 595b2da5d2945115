import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "#dev/root.ts";

/** Folders of the clone that hold code. */
export const topFolders = ["contracts", "actors", "db", "gateway", "dev", "deploy", "bench", "tests"] as const;

/** Paths from the root of every source file in the folders. */
export function sourceFiles(folders: readonly string[] = topFolders): string[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  );
}

/** Tests, and what exists for them alone: suites, builders, doubles. They may import anything and nothing imports them. */
export const isTestCode = (file: string): boolean => /\.(test|bench)\.tsx?$|(^|\/)(testing|simulation)\//.test(file);

/** What a file of the clone imports. */
export const importsOfFile = (file: string): string[] => importsOf(file, readFileSync(join(root, file), "utf8"));

/**
 * What a source text at `file` imports, with type-only and dynamic imports and the entry points of workers. Files of
 * the clone come as paths from its root, packages as `npm:zod` or `npm:@nats-io/kv`, the runtime's own modules as
 * `node:fs` or `bun:test`.
 */
export function importsOf(file: string, source: string): string[] {
  const loader = file.endsWith("x") ? "tsx" : "ts";
  // `scanImports` would count React to every file with markup.
  const values = new Bun.Transpiler({ loader }).scan(source).imports.map(({ path }) => path);
  const others = patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, specifier]) => specifier ?? ""));
  return [...new Set([...values, ...others].map((specifier) => resolve(file, specifier)))].sort();
}

/** The transpiler leaves out imports that are gone at run time, and files a worker is started from. */
const patterns = [
  /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  /\bnew URL\(\s*["'](\.[^"']+)["']\s*,\s*import\.meta\.url/g,
];

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  if (/^(node|bun):/.test(specifier) || specifier === "bun") return specifier.replace(/^bun$/, "bun:");
  const parts = specifier.split("/");
  return `npm:${parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/")}`;
}

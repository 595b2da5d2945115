import { join } from "node:path";
import type { BuildArtifact } from "bun";

/** What pages load, by the name they call it; each file is called `<name>.<ext>` here and carries its hash when served. */
const entrypoints = { "page.css": "styles/page.css", "demo.js": "demo/demo.tsx" };
export type AssetName = keyof typeof entrypoints;

export interface Asset {
  /** Changes with the content, so that browsers may keep it for ever. */
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}
export interface Assets {
  readonly path: (name: AssetName) => string;
  readonly find: (path: string) => Asset | undefined;
}

const build = () =>
  Bun.build({
    entrypoints: Object.values(entrypoints).map((path) => join(import.meta.dirname, path)),
    target: "browser",
    minify: true,
    naming: "[name]-[hash].[ext]",
    define: { "process.env.NODE_ENV": '"production"' },
  });

async function assetOf(artifact: BuildArtifact): Promise<Asset> {
  const path = `/web/${artifact.path.replace(/^.*\//, "")}`;
  return { path, type: artifact.type, body: new Uint8Array(await artifact.arrayBuffer()) };
}

/** Bundles the files for browsers, in memory. */
async function bundle(): Promise<Assets> {
  const { outputs } = await build();
  const all = await Promise.all(outputs.map(assetOf));
  const path = (name: AssetName): string => {
    const [stem, extension] = name.split(".");
    const found = all.find((asset) => asset.path.startsWith(`/web/${stem}-`) && asset.path.endsWith(`.${extension}`));
    if (!found) throw new Error(`the bundler made no ${name}`);
    return found.path;
  };
  return { path, find: (wanted) => all.find((asset) => asset.path === wanted) };
}

let bundled: Promise<Assets> | undefined;

/** The files, bundled when somebody first asks: a node that serves no page spends nothing on it. */
export const assets = (): Promise<Assets> => {
  bundled ??= bundle();
  return bundled;
};

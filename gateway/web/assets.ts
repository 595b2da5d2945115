import { join } from "node:path";
import type { BuildArtifact } from "bun";

/** What pages load, by the name they call it; each file is called `<name>.<ext>` here and carries its hash when served. */
const entrypoints = {
  "page.css": "styles/page.css",
  "demo.js": "demo/demo.tsx",
  "board.css": "styles/board.css",
  "board.js": "board/board.tsx",
};
export type AssetName = keyof typeof entrypoints;

export interface Asset {
  /** Changes with the content, so that browsers may keep it for ever. */
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The same, for those on thin lines. */
  readonly gzipped: Uint8Array<ArrayBuffer>;
}
export interface Assets {
  readonly path: (name: AssetName) => string;
  readonly find: (path: string) => Asset | undefined;
}

const pathsOf = (page: "board" | "others") =>
  Object.values(entrypoints).filter((path) => path.includes("board") === (page === "board"));

/** The board is built apart and in pieces, because what it loads later shall not cut the other pages' script in two. */
const build = (page: "board" | "others") =>
  Bun.build({
    entrypoints: pathsOf(page).map((path) => join(import.meta.dirname, path)),
    target: "browser",
    minify: true,
    splitting: page === "board",
    naming: { entry: "[name]-[hash].[ext]", chunk: "piece-[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
  });

async function assetOf(artifact: BuildArtifact): Promise<Asset> {
  const path = `/web/${artifact.path.replace(/^.*\//, "")}`;
  const body = new Uint8Array(await artifact.arrayBuffer());
  return { path, type: artifact.type, body, gzipped: Bun.gzipSync(body) };
}

/** Bundles the files for browsers, in memory. */
async function bundle(): Promise<Assets> {
  const builds = await Promise.all([build("others"), build("board")]);
  const all = await Promise.all(builds.flatMap(({ outputs }) => outputs.map(assetOf)));
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

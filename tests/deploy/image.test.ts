import { describe, expect, test } from "bun:test";
import packageJson from "../../package.json";
import { importsOfFile, isTestCode, sourceFiles } from "../architecture/imports.ts";
import { textOf } from "./compose-file.ts";

const dockerfile = textOf("deploy/docker/Dockerfile");
const instructions = (name: string) =>
  [...dockerfile.matchAll(new RegExp(`^${name} (.*)$`, "gm"))].map(([, rest = ""]) => rest);
const copied = instructions("COPY")
  .filter((rest) => !rest.startsWith("--from"))
  .flatMap((rest) => rest.split(" ").slice(0, -1));

describe("the image", () => {
  test("is made from the pinned Bun, in two stages", () => {
    const base = `oven/bun:${packageJson.engines.bun}-slim`;
    expect(instructions("FROM")).toEqual([`${base} AS packages`, base]);
  });

  test("holds what the lock file says and nothing of development", () => {
    expect(instructions("RUN")).toEqual(["bun install --frozen-lockfile --production"]);
  });

  test("runs as nobody in particular and is asked whether it is ready", () => {
    expect(instructions("USER")).toEqual(["1000:1000"]);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["bun", "deploy\/docker\/healthcheck\.ts"\]$/m);
    expect(instructions("CMD")).toEqual(['["bun", "gateway/node/main.ts"]']);
  });

  test("is given everything it copies, and copies everything its code imports", () => {
    const given = textOf("deploy/docker/Dockerfile.dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"));
    expect(given.map((line) => line.slice(1)).sort()).toEqual([...new Set(copied)].sort());
    const files = sourceFiles(copied).filter((file) => !isTestCode(file));
    const missing = files.flatMap((file) =>
      importsOfFile(file)
        .filter(
          (path) => !/^(npm|node|bun):/.test(path) && !copied.some((top) => path === top || path.startsWith(`${top}/`)),
        )
        .map((path) => `${path} from ${file}`),
    );
    expect(missing).toEqual([]);
  });

  test("has every package its code imports", () => {
    const files = sourceFiles(copied).filter((file) => !isTestCode(file));
    const packages = new Set(files.flatMap(importsOfFile).filter((path) => path.startsWith("npm:")));
    const missing = [...packages].filter((name) => !(name.slice(4) in packageJson.dependencies));
    expect(missing).toEqual([]);
  });
});

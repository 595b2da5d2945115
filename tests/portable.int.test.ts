import { afterAll, describe, expect, test } from "bun:test";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lifeOfAnOrder } from "#contracts/order/status.ts";
import { root } from "#dev/root.ts";
import { isTestCode, sourceFiles } from "./architecture/imports.ts";
import { bundleForBrowsers } from "./portable/bundle.ts";
import { runInDeno } from "./portable/deno.ts";

const scratch = mkdtempSync(join(tmpdir(), "bezel-portable-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const aggregateFolders = globSync("actors/*/aggregate.ts", { cwd: root }).map(dirname);
const portable = sourceFiles(["contracts", ...aggregateFolders]).filter((file) => !isTestCode(file));

describe("contracts and deciders run anywhere", () => {
  test("every module bundles for browsers without a runtime's modules, and loads in Deno", async () => {
    expect(aggregateFolders).toContain("actors/order");
    const { outputs, runtimeModules } = await bundleForBrowsers(portable, join(scratch, "modules"));
    expect(runtimeModules).toEqual([]);
    expect(outputs).toHaveLength(portable.length);
    const all = join(scratch, "all.js");
    writeFileSync(
      all,
      `${outputs.map((path) => `import ${JSON.stringify(path)};`).join("\n")}\nconsole.log("loaded");\n`,
    );
    expect(await runInDeno(all, join(scratch, "deno"))).toBe("loaded\n");
  }, 60_000);

  test("no module names a global of one runtime", () => {
    const runtimeGlobal = /\b(Bun|Deno|Buffer)\.|\bprocess\.(env|argv|exit|hrtime|nextTick|stdout)\b/;
    const naming = portable.filter((file) => runtimeGlobal.test(readFileSync(join(root, file), "utf8")));
    expect(naming).toEqual([]);
  });

  test("an order lives its ten statuses in Deno", async () => {
    const { outputs, runtimeModules } = await bundleForBrowsers(
      ["tests/portable/order-life.ts"],
      join(scratch, "life"),
    );
    expect(runtimeModules).toEqual([]);
    const printed = await runInDeno(outputs[0] ?? "", join(scratch, "deno"));
    expect(JSON.parse(printed)).toEqual([...lifeOfAnOrder]);
  }, 60_000);

  test("a module of the runtime would be noticed", async () => {
    const { runtimeModules } = await bundleForBrowsers(["tests/portable/not-portable.ts"], join(scratch, "planted"));
    expect(runtimeModules).toContain(`node:crypto from ${join(root, "tests/portable/not-portable.ts")}`);
  });
});

import { expect, test } from "bun:test";
import { builtFile, builtModule } from "./build.ts";

test("the pass's WASM is what its source compiles to", async () => {
  expect(await builtModule()).toBe(await Bun.file(builtFile).text());
}, 30_000);

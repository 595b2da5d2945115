import { expect, test } from "bun:test";
import { orQuiet } from "./quiet.ts";

async function* items(...parts: (number | Promise<number>)[]) {
  for (const part of parts) yield await part;
}

test("items come in order after the first silence, and the end ends it", async () => {
  const seen = await Array.fromAsync(orQuiet(items(1, 2, 3), { firstMs: 60_000, thenMs: 60_000 }));
  expect(seen).toEqual(["quiet", 1, 2, 3]);
});

test("silence is told again and again until something comes", async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const seen: (number | "quiet")[] = [];
  for await (const step of orQuiet(items(1, promise), { firstMs: 1, thenMs: 2 })) {
    seen.push(step);
    if (seen.length === 5) resolve(2);
  }
  expect(seen.slice(0, 5)).toEqual(["quiet", 1, "quiet", "quiet", "quiet"]);
  expect(seen.at(-1)).toBe(2);
});

test("a failure is handed on", async () => {
  const failing = async function* () {
    yield 1;
    throw new Error("gone");
  };
  const read = Array.fromAsync(orQuiet(failing(), { firstMs: 60_000, thenMs: 60_000 }));
  expect(await read.catch(String)).toBe("Error: gone");
});

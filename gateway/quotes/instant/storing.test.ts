import { expect, test } from "bun:test";
import * as a from "#actors/quote/builders.ts";
import type { Announced } from "../../models.ts";
import { quoteStoring } from "./storing.ts";

const model = (given: Partial<Announced> = {}) =>
  ({ attempt: "models/a", stored: Promise.resolve(), recorded: async () => {}, ...given }) as Announced;

function world(answers: readonly ("accepted" | "silent")[] = []) {
  const left = [...answers];
  const told: unknown[] = [];
  const waits: number[] = [];
  const storing = quoteStoring({
    dispatch: (async (_: string, command: { type: string }) => {
      if (left.shift() === "silent") throw new Error("no answer");
      told.push(command.type);
    }) as never,
    pause: async (ms) => waits.push(ms),
    report: () => {},
  });
  return { storing, told, waits };
}

test("a quote is told that its model's file is stored, once the model knows it", async () => {
  const { storing, told } = world();
  await storing.follow(a.quoteId, model({ recorded: async () => void told.push("recorded") }));
  expect(told).toEqual(["recorded", "RecordModelStored"]);
});
test("or that it is lost", async () => {
  const { storing, told } = world();
  await storing.follow(a.quoteId, model({ stored: Promise.reject(new Error("no store")) }));
  expect(told).toEqual(["RecordModelLost"]);
});
test("it is told again when nobody answers", async () => {
  const { storing, told, waits } = world(["silent", "silent"]);
  await storing.follow(a.quoteId, model());
  expect(told).toEqual(["RecordModelStored"]);
  expect(waits).toEqual([500, 5_000]);
});
test("what the model does not know is not said of the quote: its timer ends it", async () => {
  const { storing, told, waits } = world();
  await storing.follow(a.quoteId, model({ recorded: () => Promise.reject(new Error("no answer")) }));
  expect(told).toEqual([]);
  expect(waits).toEqual([500, 5_000, 30_000]);
});
test("no more files than a few are followed at once", async () => {
  const { storing } = world();
  const { promise: stored, resolve } = Promise.withResolvers<void>();
  const following = Array.from({ length: 8 }, () => storing.follow(a.quoteId, model({ stored })));
  expect(storing.hasRoom()).toBe(false);
  resolve();
  await Promise.all(following);
  expect(storing.hasRoom()).toBe(true);
});

import { describe, expect, test } from "bun:test";
import { demoPriceBook } from "#actors/pricing/tariff/demo-book.ts";
import * as a from "#actors/quote/builders.ts";
import type { Model } from "#contracts/model/model.ts";
import { ringStl } from "#dev/models/ring.ts";
import { ProblemError } from "../problem.ts";
import { isWorthwhile, quoteEstimates } from "./estimates.ts";

const stl = ringStl({ majorMm: 9, minorMm: 1.2, segments: 400 });
const model = { ...a.ring, bytes: stl.length };
const wish = { owner: a.customer, goods: { kind: "model" }, model, choice: a.choice, country: "DE" } as const;
const uploaded = async (): Promise<Model> => ({
  modelId: model.modelId,
  owner: a.customer,
  name: model.name,
  unit: "mm",
  upload: { key: "models/a", bytes: stl.length },
});

function world(dispatch: (id: string, command: object) => unknown) {
  const reported: unknown[] = [];
  const estimates = quoteEstimates({
    range:
      () =>
      async ({ offset, length }) =>
        stl.subarray(offset, offset + length),
    book: async () => demoPriceBook,
    dispatch: (async (id: string, command: object) => dispatch(id, command)) as never,
    random: () => 0.5,
    report: (error) => reported.push(error),
  });
  return { estimates, reported };
}

describe("an estimate", () => {
  test("comes for a large model nobody has read", async () => {
    const commands: object[] = [];
    const { estimates, reported } = world((id, command) => commands.push({ id, command }));
    await estimates.begin(a.quoteId, wish, uploaded);
    expect(reported).toEqual([]);
    expect(commands).toMatchObject([{ id: a.quoteId, command: { type: "RecordEstimate", submission: 1 } }]);
  });
  test("is not made where the price is as quick", () => {
    expect(isWorthwhile(wish)).toBe(true);
    expect(isWorthwhile({ ...wish, model: { ...model, sha256: a.sha256 } })).toBe(false);
    expect(isWorthwhile({ ...wish, model: { ...model, bytes: 1_000_000 } })).toBe(false);
  });
  test("that comes after the price is noted, and hurts nobody", async () => {
    const { estimates, reported } = world(() => {
      throw new ProblemError("quote/illegal-transition");
    });
    await estimates.begin(a.quoteId, wish, uploaded);
    expect(reported).toEqual([new ProblemError("quote/illegal-transition")]);
  });
  test("is skipped while too many are made", async () => {
    let made = 0;
    const { promise: finished, resolve: finish } = Promise.withResolvers<unknown>();
    const { estimates } = world(() => {
      made += 1;
      return finished;
    });
    const running = Array.from({ length: 4 }, () => estimates.begin(a.quoteId, wish, uploaded));
    await estimates.begin(a.quoteId, wish, uploaded);
    finish(undefined);
    await Promise.all(running);
    expect(made).toBe(4);
  });
});

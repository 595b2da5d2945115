import { expect, test } from "bun:test";
import { JetStreamApiError } from "@nats-io/jetstream";
import { whenSettled } from "./settled.ts";

/** As a cluster answers in its first moments, which no test can bring about at will. */
const answer = (code: number, description: string) => new JetStreamApiError({ code: 400, err_code: code, description });

/** Work that fails with each of these, and then does not. */
function failingWith(...errors: readonly Error[]) {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error) throw error;
    return left.length;
  };
}

test("what is set up while servers have not heard of each other is set up when they have", async () => {
  const early = [answer(10005, "no suitable peers for placement, peer offline"), answer(10008, "not available")];
  expect(await whenSettled(failingWith(...early))).toBe(0);
});

test("what is wrong is said at once", async () => {
  const wrong = answer(10052, "stream name is not valid");
  expect(await whenSettled(failingWith(wrong)).catch((error: unknown) => error)).toBe(wrong);
});

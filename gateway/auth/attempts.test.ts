import { expect, test } from "bun:test";
import { ProblemError } from "../problem.ts";
import { signInAttempts } from "./attempts.ts";

const wrong = async () => undefined;
const right = async () => "ada";

/** What is said to a number of tries one after the other. */
async function tried(times: number, attempt: () => Promise<unknown>): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) {
    statuses.push(
      await attempt().then(
        (found) => (found === undefined ? 401 : 200),
        (error: unknown) => (error instanceof ProblemError ? error.problem.status : 500),
      ),
    );
  }
  return statuses;
}

test("after ten wrong passwords from one place one waits, also with the right one; elsewhere one does not", async () => {
  let now = 0;
  const attempts = signInAttempts(() => now);
  expect(await tried(11, () => attempts("Ada@x", "10.0.0.1", wrong))).toEqual([...Array(10).fill(401), 429]);
  expect(await tried(1, () => attempts("ada@X", "10.0.0.1", right))).toEqual([429]);
  expect(await tried(1, () => attempts("ada@x", "10.0.0.2", right))).toEqual([200]);
  now = 5 * 60_000;
  expect(await tried(1, () => attempts("ada@x", "10.0.0.1", right))).toEqual([200]);
});

test("who knows the password may sign in as often as they like", async () => {
  const attempts = signInAttempts(() => 0);
  expect(new Set(await tried(200, () => attempts("ada@x", "10.0.0.1", right)))).toEqual(new Set([200]));
});

test("guesses at once are no way around", async () => {
  const attempts = signInAttempts(() => 0);
  const statuses = await Promise.all(Array.from({ length: 50 }, () => tried(1, () => attempts("a@x", "p", wrong))));
  expect(statuses.flat().filter((status) => status === 401)).toHaveLength(8);
});

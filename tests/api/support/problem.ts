import { expect } from "bun:test";
import { Problem } from "#contracts/api/problem.ts";
import type { Answer } from "#dev/client/api.ts";
import { problemCodes } from "#gateway/problem.ts";

/** What an error says, after a look at whether it is one as the conventions want it. */
export function problemOf({ status, headers, body }: Answer): Problem {
  expect(headers.get("content-type")).toBe("application/problem+json");
  const problem = Problem.strict().parse(body);
  expect(problem.status).toBe(status);
  expect(problemCodes as readonly string[]).toContain(problem.code);
  expect(problem.type).toBe(`/problems/${problem.code}`);
  if (status === 401) expect(headers.get("www-authenticate")).toContain("Bearer");
  if (status === 503) expect(headers.get("retry-after")).toBe(String(problem.retryAfter));
  return problem;
}

/** Status and code of an error, as a test states them: `404 order/not-found`. */
export function codeOf(answer: Answer): string {
  const { status, code } = problemOf(answer);
  return `${status} ${code}`;
}

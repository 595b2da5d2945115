import { describe, expect, test } from "bun:test";
import { countTests } from "./junit.ts";
import { complaintsAbout } from "./size-budget.ts";
import { sorted } from "./test-files.ts";

describe("counting tests", () => {
  const report = `<testsuites name="bun test" tests="6" assertions="1" failures="2" skipped="1" time="0.03">
    <testsuite name="a" file="a.test.ts" tests="3"><testsuite name="x" file="a.test.ts" tests="3"></testsuite></testsuite>
    <testsuite name="b" file="b.test.ts" tests="3"></testsuite></testsuites>`;

  test("what the report says", () => {
    expect(countTests(report, ["a.test.ts", "b.test.ts"])).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  test("a file that could not be loaded is a failure", () => {
    expect(countTests(report, ["a.test.ts", "b.test.ts", "c.test.ts"]).failed).toBe(3);
  });

  test("no report is a failure", () => {
    expect(countTests(undefined, ["a.test.ts"])).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("the size budget", () => {
  test("takes 300 lines and not 301", () => {
    expect(complaintsAbout("a.ts", "x\n".repeat(300))).toEqual([]);
    expect(complaintsAbout("a.ts", "x\n".repeat(301))).toEqual(["a.ts: 301 lines, and 300 is the most"]);
  });

  test("finds notes to oneself, and not words that hold them", () => {
    const note = ["FIX", "ME"].join("");
    expect(complaintsAbout("a.ts", `fine\n// ${note} later\nconst mastodon = 1;\n`)).toEqual([
      `a.ts:2: // ${note} later`,
    ]);
  });
});

test("test files are told apart by name and place", () => {
  const names = [
    "actors/a.test.ts",
    "db/b.int.test.ts",
    "tests/c.test.ts",
    "tests/journeys/d.int.test.ts",
    "dev/cli/up.int.test.ts",
  ];
  expect(sorted(names)).toEqual({
    pure: ["actors/a.test.ts", "tests/c.test.ts"],
    integration: ["db/b.int.test.ts"],
    journeys: ["tests/journeys/d.int.test.ts"],
    launcher: ["dev/cli/up.int.test.ts"],
  });
});

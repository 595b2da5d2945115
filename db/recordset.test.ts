import { expect, test } from "bun:test";
import { recordset, storable } from "./recordset.ts";

test("texts lose what Postgres cannot hold, and nothing else", () => {
  expect(storable("a\0b")).toBe("a\uFFFDb");
  expect(storable("half \ud83d")).toBe("half \uFFFD");
  expect(storable("ぎんの指輪 💍 \\u0000")).toBe("ぎんの指輪 💍 \\u0000");
});

test("an encoded document inside a row stays as it is", () => {
  const doc = JSON.stringify({ reason: "a\0b \ud83d", n: 1.5 });
  expect(JSON.parse(recordset([{ name: "a\0b", doc }]))).toEqual([{ name: "a\uFFFDb", doc }]);
});

import { expect, test } from "bun:test";
import { parseRange } from "./range.ts";

test.each([
  ["bytes=0-0", { start: 0, length: 1 }],
  ["bytes=3-", { start: 3, length: 7 }],
  ["bytes=-4", { start: 6, length: 4 }],
  ["bytes=-99", { start: 0, length: 10 }],
  ["bytes=8-99", { start: 8, length: 2 }],
  ["bytes=0-1,4-5", undefined],
  ["items=0-1", undefined],
  ["bytes=-", undefined],
])("%s of ten bytes", (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

test.each(["bytes=10-", "bytes=5-4", "bytes=-0"])("%s of ten bytes is refused", (header) => {
  expect(() => parseRange(header, 10)).toThrow("not satisfiable");
});

import { describe, expect, test } from "bun:test";
import { includes } from "./position.ts";

const at = (...seqs: number[]) => seqs.map((seq) => ({ incarnation: "first", seq }));

describe("a reader's position includes another", () => {
  test("when it is as far in every stream", () => expect(includes(at(5, 7), at(5, 6))).toBe(true));
  test("not when one stream is behind", () => expect(includes(at(5, 7), at(4, 8))).toBe(false));
  test("not when it has not begun a stream", () => expect(includes(at(5), at(5, 1))).toBe(false));
  test("not when the log was another one", () =>
    expect(includes(at(9), [{ incarnation: "second", seq: 3 }])).toBe(false));
  test("when there is nothing before it", () => expect(includes([], at(0, 0))).toBe(true));
});

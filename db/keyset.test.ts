import { describe, expect, test } from "bun:test";
import { decodeKeyset, decodeTimeKeyset, InvalidCursor, pageOf } from "./keyset.ts";

const cursorOf = (text: string, id: string) =>
  pageOf([0, 1], 1, { item: (n) => n, keyset: () => [text, id] }).next ?? "there is none";

describe("a cursor", () => {
  test.each(["2026-01-05T10:00:00.123456Z", "ぎんの指輪 💍", ""])("carries %p", (text) =>
    expect(decodeKeyset(cursorOf(text, "ord_2601a"))).toEqual([text, "ord_2601a"]),
  );

  test("is absent on the first page", () => expect(decodeKeyset(undefined)).toBeUndefined());

  test.each([
    ["no base64", "%%%"],
    ["no JSON", btoa("[")],
    ["another shape", btoa('{"at":1}')],
    ["an id that is none", btoa('["", "\'; --"]')],
    ["a text Postgres cannot take", btoa('["\\u0000", "ord_a"]')],
  ])("is refused when it is %s", (_, cursor) => expect(() => decodeKeyset(cursor)).toThrow(InvalidCursor));

  test("of a search is none of a list by time", () =>
    expect(() => decodeTimeKeyset(cursorOf("order 7", "ord_a"))).toThrow(InvalidCursor));
});

describe("a page", () => {
  const rowsOf = (count: number) => Array.from({ length: count }, (_, n) => n);
  const page = (rows: number, limit: number) =>
    pageOf(rowsOf(rows), limit, { item: (n) => n, keyset: (n) => [String(n), "ord_a"] });

  test("names the next one when a row more came", () => {
    const { items, next } = page(4, 3);
    expect(items).toEqual([0, 1, 2]);
    expect(decodeKeyset(next)).toEqual(["2", "ord_a"]);
  });
  test("is the last one when no more came", () => expect(page(3, 3)).toEqual({ items: [0, 1, 2] }));
  test("may be empty", () => expect(page(0, 3)).toEqual({ items: [] }));
  test("has a hundred rows at most", () => expect(page(101, 5_000).items.length).toBe(100));
});

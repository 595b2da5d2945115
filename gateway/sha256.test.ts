import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { sha256 } from "./sha256.ts";

test.each(["", "abc", "an owner\na key", "ä€𝄞"])("is SHA-256 of UTF-8, of each text by itself: %j", (text) => {
  expect(sha256(text).toString("hex")).toBe(createHash("sha256").update(text).digest("hex"));
});

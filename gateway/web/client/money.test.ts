import { expect, test } from "bun:test";
import { money } from "./money.ts";

test("amounts as people write them", () => {
  expect(money(123_456, "EUR")).toBe("€1,234.56");
  expect(money(-1_250, "EUR")).toBe("-€12.50");
});

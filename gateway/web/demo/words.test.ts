import { expect, test } from "bun:test";
import { lifeOfAnOrder } from "#contracts/order/status.ts";
import { duration, eventWords, roleOf, statusesOfLife } from "./words.ts";

test("the page knows the ten statuses in their order", () => expect(statusesOfLife).toEqual([...lifeOfAnOrder]));

test("durations, events and people in words", () => {
  expect([3.4, 999, 2_450, 180_000].map(duration)).toEqual(["3 ms", "999 ms", "2.5 s", "3 min"]);
  expect(eventWords("bezel.PriceCalculated.v1")).toBe("Price calculated");
  expect(["cus_a", "sys_pricing", undefined].map(roleOf)).toEqual(["customer", "Bezel", "somebody"]);
});

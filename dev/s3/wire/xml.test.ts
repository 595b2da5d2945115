import { expect, test } from "bun:test";
import fc from "fast-check";
import { element, elementsNamed, textOf } from "./xml.ts";

test("any text survives being written and read", () => {
  fc.assert(fc.property(fc.string(), (text) => textOf(element("Key", text).xml, "Key") === text));
});

test("elements are found by their whole name, in order", () => {
  const xml = element("List", [element("Part", "1"), element("PartNumber", "2"), element("Part", "3")]).xml;
  expect(elementsNamed(xml, "Part")).toEqual(["1", "3"]);
  expect(textOf(xml, "Absent")).toBeUndefined();
});

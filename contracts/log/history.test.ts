import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { event, eventOfVersion } from "../shared/message.ts";
import type { StoredEvent } from "./commit.ts";
import { historyOf, UnreadableEvent } from "./history.ts";

const Painted = eventOfVersion("Painted", 3, { colour: z.string(), coats: z.int() });
const Dried = event("Dried", {});
const history = historyOf<z.infer<typeof Painted> | z.infer<typeof Dried>>(
  { Painted: 3, Dried: 1 },
  {
    Painted: {
      1: ({ color, ...rest }) => ({ ...rest, v: 2, colour: color }),
      2: (painted) => ({ ...painted, v: 3, coats: 1 }),
    },
  },
);
const at = "2026-11-22T08:00:00.000Z";
const stored = (type: string, v: number, more: object = {}): StoredEvent => ({ type, v, at, ...more });

describe("the history of an aggregate", () => {
  test("gives today's events as they are", () => {
    const painted = stored("Painted", 3, { colour: "red", coats: 2 });
    expect(history.read(painted) as unknown).toEqual(painted);
  });

  test("raises older ones step by step", () => {
    const expected = { type: "Painted", v: 3, at, colour: "red", coats: 1 };
    expect(history.read(stored("Painted", 1, { color: "red" })) as unknown).toEqual(expected);
    expect(history.read(stored("Painted", 2, { colour: "red" })) as unknown).toEqual(expected);
  });

  test.each([stored("Painted", 4), stored("Painted", 0), stored("Sanded", 1), stored("Dried", 2)])(
    "refuses what it does not know: %o",
    (unknown) => {
      expect(() => history.read(unknown)).toThrow(UnreadableEvent);
    },
  );

  test("tells everything it can read", () => {
    expect(history.readable).toEqual(["Dried.1", "Painted.1", "Painted.2", "Painted.3"]);
  });
});

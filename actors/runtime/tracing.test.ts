import { describe, expect, test } from "bun:test";
import { currentTraceparent, withSpan } from "./tracing.ts";

describe("where no telemetry was started", () => {
  test("work runs as it would alone", async () => {
    expect(await withSpan("work", {}, () => 42)).toBe(42);
    expect(withSpan("work", {}, () => Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
  });

  test("there is no trace to carry on", async () => {
    expect(currentTraceparent()).toBeUndefined();
    expect(await withSpan("work", {}, () => currentTraceparent())).toBeUndefined();
  });
});

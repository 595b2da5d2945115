import { describe, expect, test } from "bun:test";
import { formatTraceparent, parseTraceparent } from "./trace.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

describe("a traceparent", () => {
  test("survives the wire, sampled or not", () => {
    for (const traceFlags of [0, 1]) {
      const context = { traceId, spanId, traceFlags };
      expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
    }
  });

  test("of a later version may carry more fields, of version 00 not", () => {
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-the-future-holds`)).toEqual({
      traceId,
      spanId,
      traceFlags: 1,
    });
    expect(parseTraceparent(`00-${traceId}-${spanId}-01-more`)).toBeUndefined();
  });

  test("keeps no flag but the sampled one", () =>
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)).toEqual({ traceId, spanId, traceFlags: 0 }));

  test("that is not one is no context", () => {
    const wrong = [
      undefined,
      null,
      "",
      "hello",
      `ff-${traceId}-${spanId}-01`,
      `00-${"0".repeat(32)}-${spanId}-01`,
      `00-${traceId}-${"0".repeat(16)}-01`,
      `00-${traceId.toUpperCase()}-${spanId}-01`,
      `00-${traceId}-${spanId}`,
      `00-${traceId}-${spanId}-1`,
      ` 00-${traceId}-${spanId}-01`,
    ];
    for (const text of wrong) expect(parseTraceparent(text)).toBeUndefined();
  });
});

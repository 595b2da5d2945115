import { describe, expect, test } from "bun:test";
import { headers } from "@nats-io/nats-core";
import { extractTrace, injectTrace } from "./trace-headers.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

describe("a message's traceparent", () => {
  test("is read from its headers", () => {
    const message = headers();
    message.set("traceparent", traceparent);
    expect(extractTrace(message)).toBe(traceparent);
  });

  test("is absent without headers, without the header, and when malformed", () => {
    const message = headers();
    expect(extractTrace(undefined)).toBeUndefined();
    expect(extractTrace(message)).toBeUndefined();
    message.set("traceparent", "00-1-2-3");
    expect(extractTrace(message)).toBeUndefined();
  });

  test("is not made up outside of a trace", () => {
    expect([...injectTrace(headers())]).toEqual([]);
  });
});

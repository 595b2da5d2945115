import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { headers } from "@nats-io/nats-core";
import { Elysia } from "elysia";
import { extractTrace, injectTrace } from "#actors/nats/trace-headers.ts";
import { currentTraceparent, SpanKind, withSpan } from "#actors/runtime/tracing.ts";
import { parseTraceparent } from "#contracts/shared/trace.ts";
import { type CollectedSpan, type Collector, startCollector } from "#dev/testing/collector.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { keptLog, nodeId, release, telemetryFor } from "./fixture.ts";
import { httpTelemetry } from "./http.ts";
import { requestMetrics } from "./metrics.ts";
import type { Telemetry } from "./sdk.ts";

let collector: Collector;
let telemetry: Telemetry;
const { log } = keptLog();

beforeEach(() => {
  collector = startCollector();
  telemetry = telemetryFor(log, collector.endpoint);
});
afterEach(async () => {
  await telemetry.stop();
  await collector.stop();
});

async function spanNamed(name: string): Promise<CollectedSpan> {
  await telemetry.flush();
  return eventually(() => collector.spans().find((span) => span.name === name), { what: `a span ${name}` });
}

describe("one trace", () => {
  test("reaches from a request over a message's headers and a commit to what they cause", async () => {
    const message = headers();
    const commit: { trace?: string | undefined } = {};
    const app = new Elysia().use(httpTelemetry({ record: requestMetrics(telemetry.meter), log })).post("/orders", () =>
      withSpan("decide", { "bezel.command": "PlaceOrder" }, async () => {
        injectTrace(message);
        await Promise.resolve();
        commit.trace = currentTraceparent();
      }),
    );
    const response = await app.handle(new Request("http://localhost/orders", { method: "POST" }));
    // The consumers run later, outside of the request.
    await withSpan("deliver", {}, () => undefined, { parent: extractTrace(message), kind: SpanKind.CONSUMER });
    await withSpan("project", {}, () => undefined, { links: [commit.trace, undefined] });

    const [server, decide, deliver, project] = [
      await spanNamed("POST /orders"),
      await spanNamed("decide"),
      await spanNamed("deliver"),
      await spanNamed("project"),
    ];
    expect(server.parentSpanId).toBeUndefined();
    expect(decide.parentSpanId).toBe(server.spanId);
    expect(deliver.parentSpanId).toBe(decide.spanId);
    expect(new Set([server, decide, deliver].map(({ traceId }) => traceId))).toEqual(new Set([server.traceId]));
    expect(project.links).toMatchObject([{ traceId: server.traceId, spanId: decide.spanId }]);
    expect(project.traceId).not.toBe(server.traceId);
    expect(response.headers.get("x-trace-id")).toBe(server.traceId);
    expect([server.kind, decide.kind, deliver.kind]).toEqual([2, 1, 5]);
    expect(decide.attributes).toEqual({ "bezel.command": "PlaceOrder" });
  });

  test("names the service, its release and the node", async () => {
    await withSpan("work", {}, () => undefined);
    expect((await spanNamed("work")).resource).toMatchObject({
      "service.name": "bezel",
      "service.version": release,
      "service.instance.id": nodeId,
    });
  });

  test("shows where work failed, and the failure goes on", async () => {
    const failing = withSpan("work", {}, () => Promise.reject(new RangeError("out of metal")));
    expect(failing).rejects.toThrow("out of metal");
    const span = await spanNamed("work");
    expect(span.status.code).toBe(2);
    expect(span.events).toMatchObject([
      { name: "exception", attributes: { "exception.type": "RangeError", "exception.message": "out of metal" } },
    ]);
  });

  test("begins anew where the parent is malformed", async () => {
    await withSpan("outer", {}, () => withSpan("inner", {}, () => undefined, { parent: "nonsense" }));
    expect((await spanNamed("inner")).parentSpanId).toBe((await spanNamed("outer")).spanId);
  });
});

describe("without a collector", () => {
  test("there are ids for logs and commits, but nothing is recorded", async () => {
    await telemetry.stop();
    telemetry = telemetryFor(log);
    const traceparent = await withSpan("work", {}, (span) => {
      expect(span.isRecording()).toBe(false);
      return currentTraceparent();
    });
    expect(parseTraceparent(traceparent)).toMatchObject({ traceFlags: 0 });
  });

  test("a trace that another node records stays recorded", async () => {
    await telemetry.stop();
    telemetry = telemetryFor(log);
    const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const traceparent = await withSpan("work", {}, () => currentTraceparent(), { parent });
    expect(parseTraceparent(traceparent)).toMatchObject({ traceId: parent.slice(3, 35), traceFlags: 1 });
  });
});

test("telemetry is started once in a process", () => {
  expect(() => telemetryFor(log)).toThrow("started in this process already");
});

test("a collector that is away fails a flush and no stop; the log says that spans are lost", async () => {
  await telemetry.stop();
  await collector.stop();
  const kept = keptLog();
  telemetry = telemetryFor(kept.log, collector.endpoint);
  await withSpan("flushed", {}, () => undefined);
  const flushing = telemetry.flush();
  await withSpan("left", {}, () => undefined);
  const stopping = telemetry.stop();
  expect(flushing).rejects.toThrow("the collector did not take the spans");
  await stopping;
  expect(kept.lines()).toMatchObject([{ level: "warn", trouble: expect.stringContaining("spans are lost") }]);
});

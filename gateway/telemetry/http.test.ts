import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { trace } from "@opentelemetry/api";
import { Elysia, sse } from "elysia";
import { z } from "zod";
import { noteOrder } from "./exchange.ts";
import { type KeptLog, keptLog, release, telemetryFor } from "./fixture.ts";
import { httpTelemetry } from "./http.ts";
import { requestMetrics } from "./metrics.ts";
import type { Telemetry } from "./sdk.ts";

const orderId = "ord_2611abcdefghijklmnop";
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
const activeTrace = () => trace.getActiveSpan()?.spanContext().traceId;

let kept: KeptLog;
let telemetry: Telemetry;
let app: ReturnType<typeof gateway>;
beforeEach(() => {
  kept = keptLog();
  telemetry = telemetryFor(kept.log);
  app = gateway();
});
afterEach(() => telemetry.stop());

/** Routes of every kind; the one with a schema stands in a plugin of its own, as the gateway's do. */
function gateway() {
  const orders = new Elysia({ prefix: "/orders" }).post(
    "/:orderId/release",
    async ({ body }) => {
      await new Promise((resolve) => setImmediate(resolve));
      kept.log.info({ pieces: body.pieces }, "released");
      return { trace: activeTrace() };
    },
    { params: z.object({ orderId: z.string() }), body: z.strictObject({ pieces: z.number() }) },
  );
  return new Elysia()
    .use(httpTelemetry({ record: requestMetrics(telemetry.meter), log: kept.log }))
    .onRequest(({ request, status }) => {
      if (request.headers.has("x-flood")) return status(429, "later");
    })
    .use(orders)
    .post("/orders", ({ request }) => noteOrder(request, orderId))
    .get("/static", "here")
    .get("/teapot", () => new Response("short", { status: 418 }))
    .get("/bug", () => {
      throw new TypeError("row of ann@example.com");
    })
    .get("/readyz", () => "ready");
}

const ask = (path: string, init?: RequestInit) => app.handle(new Request(`http://localhost${path}`, init));
const releaseOrder = (pieces: unknown, headers: Record<string, string> = {}, id = orderId) =>
  ask(`/orders/${id}/release`, {
    method: "POST",
    body: JSON.stringify({ pieces }),
    headers: { "content-type": "application/json", ...headers },
  });

/** Requests counted for these labels. */
async function counted(method: string, route: string, status: number): Promise<number> {
  const series = `http_server_request_duration_seconds_count{method="${method}",route="${route}",status="${status}",release="${release}"} `;
  const line = (await telemetry.metricsText()).split("\n").find((text) => text.startsWith(series));
  return Number(line?.slice(series.length) ?? 0);
}

describe("the trace of a request", () => {
  test("continues the caller's, is active after every await, and is named in the answer", async () => {
    const response = await releaseOrder(1, { traceparent });
    const traceId = traceparent.slice(3, 35);
    expect(await response.json()).toEqual({ trace: traceId });
    expect(response.headers.get("x-trace-id")).toBe(traceId);
    expect(response.headers.get("traceparent")).toStartWith(`00-${traceId}-`);
  });

  test("is its own where the caller has none, also over a real connection", async () => {
    app.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
    const responses = await Promise.all([1, 2, 3].map(() => fetch(new URL("/static", app.server!.url))));
    const traces = responses.map((response) => response.headers.get("x-trace-id"));
    await app.stop(true);
    expect(new Set(traces).size).toBe(3);
    expect(await counted("GET", "/static", 200)).toBe(3);
  });
});

describe("requests are counted and timed", () => {
  test("by method, route template, status and release", async () => {
    await releaseOrder(1);
    await releaseOrder(2, {}, "ord_2611zzzzzzzzzzzzzzzz");
    expect(await counted("POST", "/orders/:orderId/release", 200)).toBe(2);
  });

  test("by the status the client got, whoever set it", async () => {
    for (const path of ["/teapot", "/bug"]) await ask(path);
    await releaseOrder("none");
    await ask(`/orders/${orderId}/release`, {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    expect(await counted("GET", "/teapot", 418)).toBe(1);
    expect(await counted("GET", "/bug", 500)).toBe(1);
    expect(await counted("POST", "/orders/:orderId/release", 422)).toBe(1);
    expect(await counted("POST", "/orders/:orderId/release", 400)).toBe(1);
  });

  test("as unmatched when they were not routed, so that scanners make no series", async () => {
    await ask("/wp-admin.php");
    await ask("/.env?token=1");
    await ask("/static", { headers: { "x-flood": "1" } });
    await ask("/static", { method: "PURGE" });
    expect(await counted("GET", "unmatched", 404)).toBe(2);
    expect(await counted("GET", "unmatched", 429)).toBe(1);
    expect(await counted("_OTHER", "unmatched", 404)).toBe(1);
  });

  test("up to its first frame when the answer is a stream that stays open", async () => {
    const end = Promise.withResolvers<void>();
    app.get("/feed", async function* () {
      yield sse({ event: "hello", data: { trace: activeTrace() } });
      await end.promise;
      yield sse({ event: "bye", data: { trace: activeTrace() } });
    });
    const response = await ask("/feed");
    expect(await counted("GET", "/feed", 200)).toBe(1);
    expect(kept.lines()).toMatchObject([{ route: "/feed", status: 200 }]);
    end.resolve();
    const frames = (await response.text()).match(/"trace":"[^"]+"/g);
    expect([...(frames ?? [])]).toEqual(Array(2).fill(`"trace":"${response.headers.get("x-trace-id")}"`));
    expect(kept.lines()).toHaveLength(1);
  });
});

describe("a request's log line", () => {
  test("says what was asked, how it ended, how long it took and about which order", async () => {
    const response = await releaseOrder(3, { traceparent });
    const [inside, line] = kept.lines();
    const ids = { trace_id: traceparent.slice(3, 35), span_id: response.headers.get("traceparent")?.slice(36, 52) };
    expect(inside).toMatchObject({ msg: "released", pieces: 3, ...ids });
    expect(line).toMatchObject({
      level: "info",
      msg: "request",
      method: "POST",
      route: "/orders/:orderId/release",
      status: 200,
      orderId,
      release,
      ...ids,
    });
    expect(line?.["durationMs"]).toBeNumber();
  });

  test("names the order that was made, which no path does", async () => {
    await ask("/orders", { method: "POST" });
    expect(kept.lines()).toMatchObject([{ route: "/orders", orderId }]);
  });

  test("has nothing that people typed: no query, no path, no body, no message", async () => {
    await ask("/static?email=ann@example.com&q=canary");
    await releaseOrder("canary", {}, "canary@example.com");
    await ask("/canary");
    await ask("/bug");
    expect(kept.text()).not.toMatch(/canary|ann|example/);
    expect(kept.lines()).toMatchObject([
      { level: "info", status: 200 },
      { level: "info", status: 422, errorType: "VALIDATION" },
      { level: "info", status: 404, errorType: "NOT_FOUND" },
      { level: "error", status: 500, errorType: "TypeError" },
    ]);
  });

  test("is for debugging only when a machine asks whether we are ready", async () => {
    await ask("/readyz");
    expect(kept.lines()).toMatchObject([{ level: "debug", route: "/readyz" }]);
  });
});

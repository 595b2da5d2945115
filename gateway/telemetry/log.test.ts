import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { withSpan } from "#actors/runtime/tracing.ts";
import { keptLog, nodeId, release, telemetryFor } from "./fixture.ts";
import type { Telemetry } from "./sdk.ts";

let telemetry: Telemetry;
beforeAll(() => {
  telemetry = telemetryFor(keptLog().log);
});
afterAll(() => telemetry.stop());

describe("a log line", () => {
  test("is JSON with time, level, node and release", () => {
    const { log, lines } = keptLog();
    log.warn({ orderId: "ord_1" }, "late");
    expect(lines()).toMatchObject([{ level: "warn", node: nodeId, release, orderId: "ord_1", msg: "late" }]);
    expect(lines()[0]?.["time"]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test("has the trace it was written in, and none outside of one", async () => {
    const { log, lines } = keptLog();
    const here = await withSpan("work", {}, async (span) => {
      await Promise.resolve();
      log.info("inside");
      return span.spanContext();
    });
    log.info("outside");
    const [inside, outside] = lines();
    expect(inside).toMatchObject({ trace_id: here.traceId, span_id: here.spanId });
    expect(outside).not.toHaveProperty("trace_id");
  });
});

describe("secrets are never printed", () => {
  const canary = "canary-7f3a";
  const secrets = {
    authorization: `Bearer ${canary}`,
    Cookie: `session=${canary}`,
    "set-cookie": [canary],
    password: canary,
    "x-api-key": canary,
    apiKey: { key: canary },
    api_key: canary,
    clientSecret: canary,
    S3_SECRET_ACCESS_KEY: canary,
    accessToken: canary,
    email: `${canary}@example.com`,
  };

  test("at any depth, in lists, in what prints itself, in loops", () => {
    const { log, text, lines } = keptLog();
    const loop: Record<string, unknown> = { secrets };
    loop["self"] = loop;
    log.info(secrets);
    log.info({ request: { headers: secrets, route: "/orders" } });
    log.info({ list: [[{ deep: { deeper: secrets } }]] });
    log.info({ headers: new Headers({ authorization: canary, accept: "text/html" }) });
    log.info({ loop });
    expect(text()).not.toContain(canary);
    expect(lines()[1]).toMatchObject({ request: { headers: { authorization: "[redacted]" }, route: "/orders" } });
    expect(lines()[3]).toMatchObject({ headers: { accept: "text/html" } });
  });

  test("in the bindings of a child", () => {
    const { log, text } = keptLog();
    const { authorization, password, apiKey, email } = secrets;
    log
      .child({ component: "feed", authorization, password, apiKey, email, cookie: canary, secret: canary })
      .info("hello");
    expect(text()).not.toContain(canary);
    expect(text()).toContain(`"component":"feed"`);
  });

  test("in addresses of servers and people", () => {
    const { log, lines } = keptLog();
    log.info({
      database: `postgres://shop:${canary}/@/${canary}@db:5432/shop`,
      to: `${canary}@example.com`,
      at: new Date(0),
    });
    expect(lines()).toMatchObject([
      { database: "postgres://[redacted]@db:5432/shop", to: "[redacted]@example.com", at: "1970-01-01T00:00:00.000Z" },
    ]);
  });

  test("in errors, which keep type, code, message, frames and cause", () => {
    const { log, text, lines } = keptLog();
    const cause = Object.assign(new Error(`no mailbox ${canary}@example.com`), { code: "23505", detail: canary });
    log.error({ err: new RangeError("cannot store", { cause }) }, "failed");
    log.error(Object.assign(new Error(`{"found":"${canary}"}`), { code: "VALIDATION" }));
    expect(text()).not.toContain(canary);
    expect(lines()[0]?.["err"]).toMatchObject({
      type: "RangeError",
      message: "cannot store",
      stack: expect.stringContaining("log.test.ts"),
      cause: { code: "23505", message: "no mailbox [redacted]@example.com" },
    });
  });
});

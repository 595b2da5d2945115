import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type KeptLog, keptLog, release, telemetryFor } from "./fixture.ts";
import { commandMetrics, observeGauges, type Reading } from "./metrics.ts";
import type { Telemetry } from "./sdk.ts";

let kept: KeptLog;
let telemetry: Telemetry;
beforeEach(() => {
  kept = keptLog();
  telemetry = telemetryFor(kept.log);
});
afterEach(() => telemetry.stop());

/** Values of the series of one metric, by their labels; the release is on every one and left out here. */
async function series(name: string, text?: string): Promise<Record<string, number>> {
  const own = (text ?? (await telemetry.metricsText())).split("\n").filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    own.map((line) => {
      const [, labels = "", value] = /\{(.*?),?release="2026\.11\.1"\} (.*)$/.exec(line) ?? [];
      return [labels.replaceAll('"', ""), Number(value)];
    }),
  );
}

describe("gauges", () => {
  test("tell what their sources tell at the scrape", async () => {
    observeGauges(telemetry.meter, {
      projectionLag: () => [{ value: 7, labels: { database: "shop", stream: "EV_0" } }],
      queueDepth: async () => [{ value: 3, labels: { queue: "small" } }],
      queueOldestAge: () => [{ value: 1.5, labels: { queue: "small" } }],
      sseClients: () => [{ value: 2, labels: {} }],
    });
    observeGauges(telemetry.meter, { actorsResident: () => [{ value: 50, labels: {} }] });
    expect(await series("bezel_projection_lag_messages")).toEqual({ "database=shop,stream=EV_0": 7 });
    expect(await series("bezel_queue_depth")).toEqual({ "queue=small": 3 });
    expect(await series("bezel_queue_oldest_age_seconds")).toEqual({ "queue=small": 1.5 });
    expect(await series("bezel_sse_clients")).toEqual({ "": 2 });
    expect(await series("bezel_actors_resident")).toEqual({ "": 50 });
    expect(await series("bezel_orders")).toEqual({});
  });

  test("forget a series that is no longer told, rather than repeat its last value", async () => {
    const order = (status: string): Reading<"status" | "channel"> => ({
      value: 1,
      labels: { status, channel: "shop" },
    });
    let orders = [order("SUBMITTED")];
    observeGauges(telemetry.meter, { orders: () => orders });
    expect(await series("bezel_orders")).toEqual({ "status=SUBMITTED,channel=shop": 1 });
    orders = [order("CLOSED")];
    expect(await series("bezel_orders")).toEqual({ "status=CLOSED,channel=shop": 1 });
  });

  test("are left out while their source fails or hangs; the others are there and the log says why", async () => {
    observeGauges(telemetry.meter, {
      orders: () => Promise.reject(new Error("the database is away")),
      queueDepth: () => new Promise(() => {}),
      sseClients: () => [{ value: 2, labels: {} }],
    });
    const text = await telemetry.metricsText();
    expect(await series("bezel_sse_clients", text)).toEqual({ "": 2 });
    expect(text).not.toMatch(/^bezel_(orders|queue_depth)\{/m);
    const trouble = "a gauge has no value: Error: the database is away";
    expect(kept.lines()).toContainEqual(expect.objectContaining({ level: "warn", trouble }));
  });
});

test("commands are counted by type and outcome, and timed by type", async () => {
  const record = commandMetrics(telemetry.meter);
  record(0.004, { type: "SubmitOrder", outcome: "accepted" });
  record(0.002, { type: "SubmitOrder", outcome: "order/no-model" });
  expect(await series("bezel_commands_total")).toEqual({
    "type=SubmitOrder,outcome=accepted": 1,
    "type=SubmitOrder,outcome=order/no-model": 1,
  });
  expect(await series("bezel_command_duration_seconds_count")).toEqual({ "type=SubmitOrder": 2 });
});

test("the process tells its CPU time, memory, start and how late its loop runs", async () => {
  const text = await telemetry.metricsText();
  expect(text).toContain(`service_version="${release}"`);
  for (const name of ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds"]) {
    expect((await series(name))[""]).toBeGreaterThan(0);
  }
  expect(Object.keys(await series("process_event_loop_delay_seconds"))).toEqual(
    ["0.5", "0.99", "1"].map((quantile) => `quantile=${quantile}`),
  );
});

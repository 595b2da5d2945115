import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { parseTraceparent } from "#contracts/shared/trace.ts";
import { expectOk } from "#dev/client/api.ts";
import type { People } from "#dev/client/people.ts";
import type { CollectedSpan } from "#dev/testing/collector.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { servers } from "#dev/testing/servers.ts";
import { sample } from "./metrics.ts";
import { followers, instance, lagOf, ObservedOrder } from "./observed-order.ts";

await servers(); // Here, so that starting them is on no test's time.

/** OTLP's kinds of spans. */
const [internal, server, producer, consumer] = [1, 2, 4, 5];

const observed = new ObservedOrder();
const { callerSpanId, traceId, traceparent } = observed;
let people: People;
let orderId: string;

beforeAll(async () => {
  ({ people, orderId } = await observed.place());
}, 90_000);
afterAll(() => observed.stop(), 30_000);

const place = ({ resource }: CollectedSpan) => resource["service.instance.id"];

describe("before anybody prices", () => {
  test("the queue's length and age are on /metrics", async () => {
    const queue = { queue: "pricing" };
    const isWaiting = async () => sample(await observed.metrics("orders"), "bezel_queue_depth", queue) === 1;
    await eventually(isWaiting, { what: "a job in the queue" });
    const age = async () => sample(await observed.metrics("orders"), "bezel_queue_oldest_age_seconds", queue) ?? 0;
    const first = await age();
    expect(first).toBeGreaterThan(0);
    await eventually(async () => (await age()) > first, { what: "an older job" });
  });
});

describe("one request is one trace", () => {
  beforeAll(async () => {
    await observed.start("pricing");
    const isPriced = async () =>
      expectOk(await people.partner.get(`/partner/v1/orders/${orderId}`)).status === "PRICE_CALCULATED";
    await eventually(isPriced, { deadlineMs: 20_000, what: "the price" });
  }, 60_000);

  test("over HTTP, the command, and the node that decided it", async () => {
    const http = await observed.span("POST /partner/v1/orders");
    const command = await observed.span("PlaceOrder");
    const answer = await observed.span("answer PlaceOrder");
    expect([http.kind, command.kind, answer.kind]).toEqual([server, internal, server]);
    const parents = [http, command, answer].map(({ parentSpanId }) => parentSpanId);
    expect(parents).toEqual([callerSpanId, http.spanId, command.spanId]);
    expect([http, command, answer].map(place)).toEqual([instance("gateway"), instance("gateway"), instance("orders")]);
    expect(answer.attributes).toMatchObject({ aggregate: orderId });
  });

  test("over the process manager, the queue and the pricing node", async () => {
    const command = await observed.span("PlaceOrder");
    const asked = await observed.span("ask for a price");
    const price = await observed.span("price");
    const recorded = await observed.span("answer RecordPrice");
    expect([asked.kind, price.kind, recorded.kind]).toEqual([producer, consumer, server]);
    const parents = [asked, price, recorded].map(({ parentSpanId }) => parentSpanId);
    expect(parents).toEqual([command.spanId, asked.spanId, price.spanId]);
    expect([asked, price, recorded].map(place)).toEqual([instance("orders"), instance("pricing"), instance("orders")]);
  });

  test("in the log: each commit names the span that caused it", async () => {
    const { items } = expectOk(await people.admin.get(`/ops/v1/orders/${orderId}/log`)) as { items: StoredCommit[] };
    const causes = items.map(({ commit }) => parseTraceparent(commit.commands[0]?.trace));
    const [command, price] = [await observed.span("PlaceOrder"), await observed.span("price")];
    expect(causes.map((cause) => cause?.traceId)).toEqual([traceId, traceId]);
    expect(causes.map((cause) => cause?.spanId)).toEqual([command.spanId, price.spanId]);
  });

  test.each([...followers])("to the rows of %s", async (database) => {
    const command = await observed.span("PlaceOrder");
    const rows = await observed.span("project", ({ attributes }) => attributes["database"] === database);
    expect([rows.parentSpanId, place(rows)]).toEqual([command.spanId, instance("orders")]);
  });

  test("to those who listen", async () => {
    for (const { spanId } of [await observed.span("PlaceOrder"), await observed.span("price")]) {
      const feed = await observed.span("feed", ({ parentSpanId }) => parentSpanId === spanId);
      expect(feed.attributes).toMatchObject({ aggregate: orderId, clients: 1 });
      expect(place(feed)).toBe(instance("gateway"));
    }
  });

  test("in the log lines, with the order's id", async () => {
    expectOk(await people.partner.get(`/partner/v1/orders/${orderId}`, { traceparent }));
    const lineOf = (wanted: string) => observed.logLines("gateway").find(({ route }) => route === wanted);
    const line = await eventually(() => lineOf("/partner/v1/orders/:orderId"), { what: "the line of a request" });
    expect(line).toMatchObject({ orderId, status: 200 });
    expect(lineOf("/partner/v1/orders")).toMatchObject({ method: "POST", status: 201 });
  });
});

describe("/metrics", () => {
  test("tells rate, errors and duration of requests and commands", async () => {
    expect((await people.partner.get("/partner/v1/orders/ord_2601aaaaaaaaaaaaaaaa")).status).toBe(404);
    const scrape = await observed.metrics("gateway");
    const requests = "http_server_request_duration_seconds_count";
    const placed = { method: "POST", route: "/partner/v1/orders", status: "201" };
    expect(sample(scrape, requests, placed)).toBe(1);
    expect(sample(scrape, "http_server_request_duration_seconds_sum", placed)).toBeGreaterThan(0);
    expect(sample(scrape, requests, { route: "/partner/v1/orders/:orderId", status: "404" })).toBe(1);
    expect(sample(scrape, "bezel_commands_total", { type: "PlaceOrder", outcome: "accepted" })).toBe(1);
    expect(sample(scrape, "bezel_command_duration_seconds_count", { type: "PlaceOrder" })).toBe(1);
    expect(sample(scrape, "bezel_sse_clients")).toBe(1);
  });

  test("tells that the queue is empty and the databases have seen everything", async () => {
    const isQuiet = async () => {
      const scrape = await observed.metrics("orders");
      return sample(scrape, "bezel_queue_depth", { queue: "pricing" }) === 0 && lagOf(scrape) === 0;
    };
    await eventually(isQuiet, { what: "an empty queue and no lag" });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { StoredCommit } from "#contracts/log/commit.ts";
import { parseTraceparent } from "#contracts/shared/trace.ts";
import { type Api, apiClient, expectOk } from "#dev/client/api.ts";
import { type People, peopleAt, signIn } from "#dev/client/people.ts";
import { readSse } from "#dev/client/sse.ts";
import { type CollectedSpan, startCollector } from "#dev/testing/collector.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { sample } from "./metrics.ts";

await servers(); // Here, so that starting them is on no test's time.

/** OTLP's kinds of spans. */
const [internal, server, producer, consumer] = [1, 2, 4, 5];

const collector = startCollector();
const prefix = freshPrefix();
const nodes: TestNode[] = [];
const leaving = new AbortController();
const traceId = randomBytes(16).toString("hex");
const callerSpanId = randomBytes(8).toString("hex");
const traceparent = `00-${traceId}-${callerSpanId}-01`;
let people: People;
let orderId: string;

/** Nodes that share nothing but servers, so that a trace has to travel. */
async function start(number: number, roles: string): Promise<TestNode> {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, LOG_LEVEL: "info" };
  const node = await startNode({ prefix, number, roles, env });
  nodes.push(node);
  return node;
}
const [ordersNode, gatewayNode, pricingNode] = ["node-1", "node-2", "node-3"];

beforeAll(async () => {
  await start(1, "orders,projections,processes");
  const { url, signIns } = await start(2, "gateway");
  people = await peopleAt(url, signIns, (person) => signIn(url, person));
  await listen(people.seller);
  const order = { goods: { kind: "ready-made", sku: "band-classic-4mm" }, choice: { quantity: 1 }, country: "DE" };
  const headers = { traceparent, "idempotency-key": "the-one-order" };
  orderId = expectOk(await people.partner.post("/partner/v1/orders", order, headers)).id;
}, 90_000);

afterAll(async () => {
  leaving.abort();
  await Promise.all(nodes.map((node) => node.stop()));
  await collector.stop();
}, 30_000);

/** Follows the feed, because what nobody listens to is handed to nobody. Resolves when it is followed. */
async function listen({ url, credential = "" }: Api): Promise<void> {
  const frames = readSse(`${url}/crm/v1/feed`, { token: credential, signal: leaving.signal });
  await frames.next();
  void Array.fromAsync(frames).catch(() => {}); // Cut at the end.
}

const metricsOf = async (node: TestNode | undefined) =>
  String(expectOk(await apiClient(node?.url ?? "").get("/metrics")));

const inTrace = () => collector.spans().filter((span) => span.traceId === traceId);

/** The span of this name in the order's trace, when it has come. */
const spanOf = (name: string, which: (span: CollectedSpan) => boolean = () => true): Promise<CollectedSpan> =>
  eventually(() => inTrace().find((span) => span.name === name && which(span)), { what: `a span ${name}` });

const place = ({ resource }: CollectedSpan) => resource["service.instance.id"];

describe("before anybody prices", () => {
  test("the queue's length and age are on /metrics", async () => {
    const queue = { queue: "pricing" };
    const scrape = await eventually(async () => {
      const text = await metricsOf(nodes[0]);
      return sample(text, "bezel_queue_depth", queue) === 1 ? text : undefined;
    });
    const age = sample(scrape, "bezel_queue_oldest_age_seconds", queue) ?? 0;
    expect(age).toBeGreaterThan(0);
    const older = async () => (sample(await metricsOf(nodes[0]), "bezel_queue_oldest_age_seconds", queue) ?? 0) > age;
    await eventually(older, { what: "the oldest job grows older" });
  });
});

describe("one request is one trace", () => {
  beforeAll(async () => {
    await start(3, "pricing");
    const isPriced = async () =>
      expectOk(await people.partner.get(`/partner/v1/orders/${orderId}`)).status === "PRICE_CALCULATED";
    await eventually(isPriced, { deadlineMs: 20_000, what: "the price" });
  }, 60_000);

  test("over HTTP, the command, and the node that decided it", async () => {
    const http = await spanOf("POST /partner/v1/orders");
    const command = await spanOf("PlaceOrder");
    const answer = await spanOf("answer PlaceOrder");
    expect([http.kind, command.kind, answer.kind]).toEqual([server, internal, server]);
    expect([http.parentSpanId, command.parentSpanId, answer.parentSpanId]).toEqual([
      callerSpanId,
      http.spanId,
      command.spanId,
    ]);
    expect([http, command, answer].map(place)).toEqual([gatewayNode, gatewayNode, ordersNode]);
    expect(answer.attributes).toMatchObject({ aggregate: orderId });
  });

  test("over the process manager, the queue and the pricing node", async () => {
    const [command, asked, price] = [
      await spanOf("PlaceOrder"),
      await spanOf("ask for a price"),
      await spanOf("price"),
    ];
    expect([asked.parentSpanId, price.parentSpanId]).toEqual([command.spanId, asked.spanId]);
    expect([asked, price].map(place)).toEqual([ordersNode, pricingNode]);
    expect([asked.kind, price.kind]).toEqual([producer, consumer]);
    const recorded = await spanOf("answer RecordPrice");
    expect([recorded.parentSpanId, place(recorded)]).toEqual([price.spanId, ordersNode]);
  });

  test("in the log: each commit names the span that caused it", async () => {
    const { items } = expectOk(await people.admin.get(`/ops/v1/orders/${orderId}/log`)) as { items: StoredCommit[] };
    const causes = items.map(({ commit }) => parseTraceparent(commit.commands[0]?.trace));
    const [command, price] = [await spanOf("PlaceOrder"), await spanOf("price")];
    expect(causes.map((cause) => cause?.traceId)).toEqual([traceId, traceId]);
    expect(causes.map((cause) => cause?.spanId)).toEqual([command.spanId, price.spanId]);
  });

  test.each(["shop", "crm", "mes", "archive"])("to the rows of %s", async (database) => {
    const command = await spanOf("PlaceOrder");
    const span = await spanOf("project", ({ attributes }) => attributes["database"] === database);
    expect([span.parentSpanId, place(span)]).toEqual([command.spanId, ordersNode]);
  });

  test("to those who listen", async () => {
    const [command, price] = [await spanOf("PlaceOrder"), await spanOf("price")];
    for (const cause of [command, price]) {
      const feed = await spanOf("feed", ({ parentSpanId }) => parentSpanId === cause.spanId);
      expect(feed.attributes).toMatchObject({ aggregate: orderId, clients: 1 });
      expect(place(feed)).toBe(gatewayNode);
    }
  });

  test("in the log lines, with the order's id", async () => {
    const again = { traceparent };
    expectOk(await people.partner.get(`/partner/v1/orders/${orderId}`, again));
    const lines = () => {
      const [file = ""] = new Bun.Glob(`bezel-${prefix}-*/${gatewayNode}.log`).scanSync(tmpdir());
      const text = readFileSync(`${tmpdir()}/${file}`, "utf8").trim().split("\n");
      return text
        .map((line): Record<string, unknown> => JSON.parse(line))
        .filter((line) => line["trace_id"] === traceId);
    };
    const routes = () => lines().map(({ route }) => route);
    await eventually(() => routes().includes("/partner/v1/orders/:orderId"), { what: "the line of a request" });
    expect(routes()).toContain("/partner/v1/orders");
    expect(lines().find(({ route }) => route === "/partner/v1/orders/:orderId")).toMatchObject({
      orderId,
      status: 200,
    });
  });
});

describe("/metrics", () => {
  test("tells rate, errors and duration of requests and commands", async () => {
    expect((await people.partner.get("/partner/v1/orders/ord_2601aaaaaaaaaaaaaaaa")).status).toBe(404);
    const scrape = await metricsOf(nodes[1]);
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
    const quiet = async () => {
      const scrape = await metricsOf(nodes[0]);
      const lags = ["shop", "crm", "mes", "archive"].map((database) =>
        sample(scrape, "bezel_projection_lag_messages", { database }),
      );
      return sample(scrape, "bezel_queue_depth", { queue: "pricing" }) === 0 && lags.every((lag) => lag === 0);
    };
    await eventually(quiet, { what: "an empty queue and no lag" });
  });
});

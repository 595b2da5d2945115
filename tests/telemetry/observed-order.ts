import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { type People, peopleAt, signIn } from "#dev/client/people.ts";
import { readSse } from "#dev/client/sse.ts";
import { type CollectedSpan, startCollector } from "#dev/testing/collector.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix } from "#dev/testing/servers.ts";
import { sample } from "./metrics.ts";

/** Nodes that share nothing but servers, so that a trace has to travel; in the order in which they are started. */
export const roles = { orders: "orders,projections,processes", gateway: "gateway", pricing: "pricing" } as const;
export type NodeName = keyof typeof roles;
const numbers: Readonly<Record<NodeName, number>> = { orders: 1, gateway: 2, pricing: 3 };

/** As its spans name the process. */
export const instance = (name: NodeName): string => `node-${numbers[name]}`;

/** Databases that follow the log. */
export const followers = ["shop", "crm", "mes", "archive"] as const;

/** Commits that the database furthest behind has not taken in, as /metrics says. */
export const lagOf = (scrape: string): number =>
  Math.max(
    ...followers.map(
      (database) => sample(scrape, "bezel_projection_lag_messages", { database }) ?? Number.POSITIVE_INFINITY,
    ),
  );

/** An order that a traced request places, and everything that tells of it: a collector, three nodes, a feed. */
export class ObservedOrder {
  readonly #collector = startCollector();
  readonly #prefix = freshPrefix();
  readonly #nodes = new Map<NodeName, TestNode>();
  readonly #leaving = new AbortController();
  readonly traceId = randomBytes(16).toString("hex");
  readonly callerSpanId = randomBytes(8).toString("hex");
  readonly traceparent = `00-${this.traceId}-${this.callerSpanId}-01`;

  async start(name: NodeName): Promise<TestNode> {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: this.#collector.endpoint, LOG_LEVEL: "info" };
    const node = await startNode({ prefix: this.#prefix, number: numbers[name], roles: roles[name], env });
    this.#nodes.set(name, node);
    return node;
  }

  /** Starts all but the pricing node and places the order. Gives its id and everybody. */
  async place(): Promise<{ orderId: string; people: People }> {
    await this.start("orders");
    // What set-up wrote is behind them: the order's commits are the next ones they see.
    await eventually(async () => lagOf(await this.metrics("orders")) === 0, { what: "projections at the log's end" });
    const { url, signIns } = await this.start("gateway");
    const people = await peopleAt(url, signIns, (person) => signIn(url, person));
    await this.#listen(url, people.seller.credential ?? "");
    const order = { goods: { kind: "ready-made", sku: "band-classic-4mm" }, choice: { quantity: 1 }, country: "DE" };
    const headers = { traceparent: this.traceparent, "idempotency-key": "the-one-order" };
    return { orderId: expectOk(await people.partner.post("/partner/v1/orders", order, headers)).id, people };
  }

  /** A node's answer to a scrape. */
  async metrics(name: NodeName): Promise<string> {
    return String(expectOk(await apiClient(this.#nodes.get(name)?.url ?? "").get("/metrics")));
  }

  /** The span of this name in the order's trace, when it has come. */
  span(name: string, which: (span: CollectedSpan) => boolean = () => true): Promise<CollectedSpan> {
    const isIt = (span: CollectedSpan) => span.traceId === this.traceId && span.name === name && which(span);
    return eventually(() => this.#collector.spans().find(isIt), { what: `a span ${name}` });
  }

  /** The lines a node has logged in the order's trace. */
  logLines(name: NodeName): Record<string, unknown>[] {
    const files = new Bun.Glob(`bezel-${this.#prefix}-*/${instance(name)}.log`).scanSync(tmpdir());
    const lines = [...files].flatMap((file) => readFileSync(`${tmpdir()}/${file}`, "utf8").trim().split("\n"));
    return lines.map((line) => JSON.parse(line)).filter((line) => line["trace_id"] === this.traceId);
  }

  async stop(): Promise<void> {
    this.#leaving.abort();
    await Promise.all([...this.#nodes.values()].map((node) => node.stop()));
    await this.#collector.stop();
  }

  /** Follows the feed, because what nobody listens to is handed to nobody. Resolves when it is followed. */
  async #listen(url: string, token: string): Promise<void> {
    const frames = readSse(`${url}/crm/v1/feed`, { token, signal: this.#leaving.signal });
    await frames.next();
    void Array.fromAsync(frames).catch(() => {}); // Cut at the end.
  }
}

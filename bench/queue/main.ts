import { join } from "node:path";
import { openPool } from "#db/pool.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { tokens } from "#gateway/auth/tokens.ts";
import { stopWhenInterrupted } from "../interrupted.ts";
import type { Latencies } from "../latency.ts";
import { type Aim, atMost, publish, type Row, rounded } from "../result.ts";
import { storedOrderId } from "../scale/stored-orders.ts";
import { runScript } from "../script.ts";
import type { Asked, AskPlan } from "./ask.ts";
import type { Filled, FillPlan } from "./fill.ts";
import { operatorOf, referenceOf } from "./kinds.ts";
import { naivePages } from "./naive.ts";

/** Orders stored at the last measurement; a tenth of them at the one before, and a thousand at the first. */
const ordersMax = Number(process.env["BEZEL_QUEUE_ORDERS"] ?? 1_000_000);
const sizes = [1_000, ordersMax / 10, ordersMax].filter((size, i, all) => size > (all[i - 1] ?? 0));
/** How often each query is asked; the first hundred times hold compiled code and caches, and are not counted. */
const times = Number(process.env["BEZEL_QUEUE_ASKS"] ?? 500);
const warmUps = Math.min(100, times);
const naiveTimes = 20;
/** They come in over three years. */
const at = "2026-01-05T08:00:00.000Z";
const stepMs = 94_000;
/** Some weeks later: at every size the same orders, more than a page of them. */
const promisedBefore = "2026-02-26T00:00:00.000Z";

const script = (name: string) => join(import.meta.dirname, name);

/** Queries of the queue, each with the paths that are asked in turn. */
function queries(orders: number): Record<string, string[]> {
  const numbers = Array.from({ length: 100 }, (_, i) => Math.floor((i * orders) / 100));
  const queue = (query: string) => `/mes/v1/queue?${query}`;
  return {
    "first page": [queue("")],
    "next page": [queue("cursor=")],
    "first page of 100": [queue("limit=100")],
    status: [queue("status=MANUFACTURING_APPROVED")],
    material: [queue("material=silver-925")],
    skill: [queue("skill=gold-14k")],
    promise: [queue("promise=at-risk")],
    "promised before": [queue(`promisedBefore=${promisedBefore}`)],
    mine: [queue("mine=true")],
    "search by number": numbers.map((n) => queue(`q=${storedOrderId(n, at)}`)),
    "search by reference": numbers.map((n) => queue(`q=${referenceOf(n).slice(0, -1)}`)),
  };
}

interface Measured {
  readonly orders: number;
  readonly asked: ReadonlyMap<string, Asked>;
  readonly naive: Latencies;
}

const figures = (name: string, { p50, p95, p99 }: Latencies): Row => ({
  [`${name} p50 ms`]: rounded(p50),
  [`${name} p95`]: rounded(p95),
  [`${name} p99`]: rounded(p99),
});

function rowsOf({ orders, asked, naive }: Measured): Row[] {
  const blank = { rows: "", bytes: "" };
  const rows = [...asked].map(([what, { server, db, client, bytes, rows }]) => ({
    ...{ orders, what, rows, bytes, ...figures("server", server) },
    ...{ "db p50 ms": rounded(db.p50), ...figures("client", client) },
  }));
  const old = { orders, what: "count and offset, in SQL alone", ...blank, "db p50 ms": rounded(naive.p50) };
  const columns = Object.keys(rows[0] ?? {});
  return [...rows, Object.fromEntries(columns.map((column) => [column, (old as Row)[column] ?? ""]))];
}

/** Stores more orders, then asks. */
async function measure(node: TestNode, schema: string, from: number, orders: number): Promise<Measured> {
  const databaseUrl = (await servers()).databaseUrls.mes;
  const fill: FillPlan = { databaseUrl, schema, at, stepMs, from, to: orders };
  const { seconds } = await runScript<Filled>(script("fill.ts"), JSON.stringify(fill));
  console.log(`${orders - from} orders stored in ${seconds.toFixed(1)} s, ${Math.round((orders - from) / seconds)}/s`);
  const sessions = tokens(node.env["BEZEL_TOKEN_SECRET"] ?? "", Date.now);
  const { token } = await sessions.issue({ id: operatorOf(0), access: "operator" });
  const asked = new Map<string, Asked>();
  for (const [what, paths] of Object.entries(queries(orders))) {
    const plan: AskPlan = { url: node.url, token, paths, warmUps, times };
    asked.set(what, await runScript<Asked>(script("ask.ts"), JSON.stringify(plan)));
  }
  const pool = openPool(databaseUrl, { name: "mes", schema, max: 1 });
  const naive = await naivePages(pool, naiveTimes);
  await pool.close();
  return { orders, asked, naive };
}

function aimsOf(measured: readonly Measured[]): Aim[] {
  const [least, most] = [measured[0], measured.at(-1)];
  if (!least || !most) throw new Error("a queue of each size was to be measured");
  const ratios = [...most.asked].map(([what, { server }]) => {
    const name = `${what}: server p50 at ${most.orders} orders, over ${least.orders}`;
    return atMost(name, server.p50 / (least.asked.get(what)?.server.p50 ?? Number.NaN), 1.5);
  });
  const all = [...most.asked.values()];
  return [
    ...ratios,
    atMost(
      `server p99 of the slowest query at ${most.orders} orders, ms`,
      Math.max(...all.map(({ server }) => server.p99)),
      10,
    ),
    atMost("largest answer, compressed, bytes", Math.max(...all.map(({ bytes }) => bytes)), 50_000),
  ];
}

/** Whether a page of the operators' queue costs the same at a thousand stored orders and at a million. */
export async function queue(): Promise<void> {
  await servers();
  const prefix = freshPrefix();
  const node = await startNode({ prefix, roles: "gateway,orders", env: { LOG_LEVEL: "warn" } });
  const finished = stopWhenInterrupted(node.stop);
  try {
    const measured: Measured[] = [];
    for (const size of sizes) measured.push(await measure(node, prefix, measured.at(-1)?.orders ?? 0, size));
    publish({ name: "queue", rows: measured.flatMap(rowsOf), aims: aimsOf(measured) });
  } finally {
    await node.stop();
    finished();
  }
}

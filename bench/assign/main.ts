import { chosenAmong } from "#contracts/workshop/choice.ts";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { readSse } from "#dev/client/sse.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { tokens } from "#gateway/auth/tokens.ts";
import { latencies } from "../latency.ts";
import { atMost, publish, rounded } from "../result.ts";
import { type Approved, approveOrders, operatorIds } from "./orders.ts";

/** `BEZEL_BENCH_ORDERS` tries less. */
const orderCount = Number(process.env["BEZEL_BENCH_ORDERS"] ?? 1_000);
const operatorCount = 20;
/** Two of them share the work, so that the spread is one within a skill. */
const skills = ["silver-925", "gold-14k"];

interface Assigned {
  readonly orderId: string;
  readonly operator: string;
  readonly fair: boolean;
  readonly heardMs: number;
}

/** Everybody on shift, half of them for each skill, with room for all they could get. */
async function staff(node: TestNode, admin: ReturnType<typeof apiClient>): Promise<string[]> {
  const sessions = tokens(node.env["BEZEL_TOKEN_SECRET"] ?? "", Date.now);
  const ids = operatorIds(operatorCount);
  for (const [n, operator] of ids.entries()) {
    const skill = [skills[n % skills.length]];
    expectOk(await admin.post("/ops/v1/workshop/operators", { operator, skills: skill, cap: 1_000 }));
    const { token } = await sessions.issue({ id: operator, access: "operator" });
    expectOk(await apiClient(node.url, token).post("/mes/v1/workshop/shift", { shift: "on" }));
  }
  return ids;
}

/** Listens to the workshop until every order has been assigned once; `onReady` when it hears. */
async function hear(node: TestNode, token: string, wanted: number, onReady: () => void): Promise<Assigned[]> {
  const heard: Assigned[] = [];
  for await (const { event, data } of readSse(`${node.url}/mes/v1/workshop/feed`, { token })) {
    if (event === "snapshot") onReady();
    const told = JSON.parse(data ?? "{}");
    if (told.type !== "bezel.JobAssigned.v1") continue;
    const { orderId, operator, candidates } = told.data;
    const fair = chosenAmong(candidates)?.operator === operator;
    heard.push({ orderId, operator, fair, heardMs: performance.now() });
    if (heard.length >= wanted) break;
  }
  return heard;
}

function spreadOf(ids: readonly string[], assigned: readonly Assigned[]): number {
  const spreads = skills.map((_, kind) => {
    const loads = ids
      .filter((_, n) => n % skills.length === kind)
      .map((id) => assigned.filter(({ operator }) => operator === id).length);
    return Math.max(...loads) - Math.min(...loads);
  });
  return Math.max(...spreads);
}

function report(ids: readonly string[], approved: ReadonlyMap<string, Approved>, assigned: readonly Assigned[]): void {
  const waits = assigned.map(({ orderId, heardMs }) => heardMs - (approved.get(orderId)?.askedMs ?? Number.NaN));
  const { p50, p99 } = latencies(waits);
  const from = Math.min(...[...approved.values()].map(({ askedMs }) => askedMs));
  const seconds = (Math.max(...assigned.map(({ heardMs }) => heardMs)) - from) / 1_000;
  const once = new Set(assigned.map(({ orderId }) => orderId)).size;
  const spread = spreadOf(ids, assigned);
  const row = { orders: approved.size, operators: operatorCount, "assigned once": once, spread };
  publish({
    name: "assign",
    rows: [
      {
        ...row,
        "assignments/s": rounded(assigned.length / seconds),
        "wait p50 ms": rounded(p50),
        "wait p99 ms": rounded(p99),
      },
    ],
    aims: [
      atMost("orders not assigned exactly once", approved.size - once + (assigned.length - once), 0),
      atMost("spread of load within a skill", spread, 1),
      atMost("choices that cannot be made again from what is stored", assigned.filter(({ fair }) => !fair).length, 0),
      atMost("time to assignment p99, ms", p99, 5_000),
    ],
  });
}

/** A thousand approved orders and twenty operators: how fairly and how soon each is assigned. */
export async function assign(): Promise<void> {
  await servers();
  const node = await startNode({ prefix: freshPrefix() });
  try {
    const sessions = tokens(node.env["BEZEL_TOKEN_SECRET"] ?? "", Date.now);
    const { token } = await sessions.issue({ id: `sel_${"a".repeat(16)}`, access: "admin" });
    const admin = apiClient(node.url, token);
    const ids = await staff(node, admin);
    const ready = await approveOrders(node, admin, { count: orderCount, skills });
    expectOk(await admin.post("/ops/v1/workshop/settings", { automatic: true }));
    let listening = false;
    const heard = hear(node, token, orderCount, () => {
      listening = true;
    });
    await eventually(() => listening, { deadlineMs: 10_000, what: "the workshop's feed" });
    report(ids, await ready(), await heard);
  } finally {
    await node.stop();
  }
}

import { join } from "node:path";
import { connectNats, type Nats } from "#actors/nats/connection.ts";
import { names } from "#contracts/shared/subjects.ts";
import { apiClient, expectOk } from "#dev/client/api.ts";
import { signIn } from "#dev/client/people.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { stopWhenInterrupted } from "../interrupted.ts";
import { latencies } from "../latency.ts";
import { cpuSeconds, residentBytes } from "../process-time.ts";
import { type Aim, atMost, publish, type Row, rounded } from "../result.ts";
import { linesOf } from "../script.ts";
import type { FeedMark, FeedPlan, FeedResult } from "./load.ts";

const sizes = [10, 1_000, 10_000];
/** Every order is told of to the clients of one account: to a hundredth of them. */
const accounts = 100;
/** Each with two events: fifty events a second. */
const ordersPerSecond = 25;
const forMs = 20_000;

/** Opens the accounts; gives an API key of each. */
async function openAccounts(node: TestNode): Promise<string[]> {
  const admin = node.signIns.find(({ who }) => who === "Demo administrator") ?? { user: "", secret: "" };
  const api = apiClient(node.url, await signIn(node.url, admin));
  return Promise.all(
    Array.from({ length: accounts }, async (_, i) => {
      const account = { name: `Account ${i}`, kind: "company", contractLimit: 0 };
      const { accountId } = expectOk(await api.post("/ops/v1/accounts", account));
      return expectOk(await api.post(`/ops/v1/accounts/${accountId}/keys`)).apiKey as string;
    }),
  );
}

/** When the log took each order's first commit, by its own clock, epoch ms. */
async function storedAt(nats: Nats, prefix: string): Promise<Map<string, number>> {
  const layout = names(prefix, 1);
  const at = new Map<string, number>();
  const { state } = await nats.jsm.streams.info(layout.logStream(0));
  for (let seq = 1; seq <= state.last_seq; seq++) {
    const message = await nats.jsm.direct.getMessage(layout.logStream(0), { seq });
    const id = message && layout.aggregateOf(message.subject);
    if (id && !at.has(id)) at.set(id, message.time.getTime());
  }
  return at;
}

interface Measured {
  readonly clients: number;
  readonly bytesEach: number;
  readonly stalledBytesEach: number;
  readonly cpuShare: number;
  readonly p50: number;
  readonly p99: number;
  readonly result: FeedResult;
}

/** Lets `plan.clients` clients follow a node of their own, and looks at its memory and at when they hear what. */
async function measure(nats: Nats, clients: number): Promise<Measured> {
  const prefix = freshPrefix();
  const node = await startNode({ prefix, roles: "gateway,orders", env: { LOG_LEVEL: "warn" } });
  try {
    const apiKeys = await openAccounts(node);
    const empty = residentBytes(node.pid);
    const plan: FeedPlan = { port: node.port, apiKeys, clients, ordersPerSecond, forMs };
    const child = Bun.spawn([process.execPath, join(import.meta.dirname, "load.ts"), JSON.stringify(plan)], {
      stdin: "pipe",
      stderr: "inherit",
    });
    let [connected, loaded, cpu] = [empty, empty, 0];
    let result: FeedResult | undefined;
    for await (const line of linesOf(child.stdout)) {
      const said = JSON.parse(line) as FeedMark | FeedResult;
      if (!("mark" in said)) {
        result = said;
        continue;
      }
      if (said.mark === "connected") [connected, cpu] = [residentBytes(node.pid), -cpuSeconds(node.pid)];
      else [loaded, cpu] = [residentBytes(node.pid), cpu + cpuSeconds(node.pid)];
      await child.stdin.write("\n");
      await child.stdin.flush();
    }
    if (!result) throw new Error("the clients said nothing");
    return {
      clients,
      bytesEach: (connected - empty) / clients,
      stalledBytesEach: (loaded - empty) / clients,
      cpuShare: cpu / (forMs / 1_000),
      ...(await timesOf(nats, prefix, result)),
      result,
    };
  } finally {
    await node.stop();
  }
}

/** From when the log took an order to when each reading client heard of it. */
async function timesOf(nats: Nats, prefix: string, { arrivals }: FeedResult): Promise<{ p50: number; p99: number }> {
  const stored = await storedAt(nats, prefix);
  return latencies(arrivals.flatMap(({ order, atMs }) => atMs.map((ms) => ms - (stored.get(order) ?? Number.NaN))));
}

const rowOf = ({ clients, bytesEach, stalledBytesEach, cpuShare, p50, p99, result }: Measured): Row => ({
  clients,
  "bytes a client": clients < 1_000 ? "" : Math.round(bytesEach),
  "after half stalled": clients < 1_000 ? "" : Math.round(stalledBytesEach),
  "node's core": `${Math.round(cpuShare * 100)} %`,
  "event to client p50 ms": rounded(p50),
  "p99 ms": rounded(p99),
  cuts: result.cuts,
  gaps: result.gaps,
});

/** What a client of a feed costs, and how long an event takes to it, while half of the clients read nothing. */
export async function feeds(): Promise<void> {
  const { natsUrl } = await servers();
  const nats = await connectNats({ servers: natsUrl, name: "bench" });
  const finished = stopWhenInterrupted(nats.close);
  try {
    const measured: Measured[] = [];
    for (const size of sizes) {
      console.error(`${size} clients`);
      measured.push(await measure(nats, size));
    }
    const most = measured.at(-1) as Measured;
    const aims: Aim[] = [
      atMost(`memory of the node per client at ${most.clients}, bytes`, most.bytesEach, 8_192),
      atMost(`stored event to client at ${most.clients} clients p99, ms`, most.p99, 250),
      atMost(
        "clients with a gap or a repeat",
        measured.reduce((sum, { result }) => sum + result.gaps + result.resets, 0),
        0,
      ),
    ];
    publish({ name: "feeds", rows: measured.map(rowOf), aims });
  } finally {
    await nats.close();
    finished();
  }
}

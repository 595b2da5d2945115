import { join } from "node:path";
import { connectNats } from "#actors/nats/connection.ts";
import { natsLogReader } from "#actors/nats/log-reader.ts";
import { names } from "#contracts/shared/subjects.ts";
import { startNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { cpuSeconds } from "../process-time.ts";
import { atLeast, atMost, publish, type Row, rounded } from "../result.ts";
import type { LoadPlan, LoadResult } from "./load.ts";
import type { RawResult } from "./raw.ts";

const warmUpMs = 2_000;
const measureMs = 6_000;
const rawMs = 3_000;
const orderBody = JSON.stringify({
  goods: { kind: "ready-made", sku: "band-classic-4mm" },
  choice: { quantity: 1 },
  country: "DE",
  reference: "bench",
});

/** Runs a script of this folder in a process of its own and reads the JSON it prints. */
async function inProcess<Result>(script: string, ...args: string[]): Promise<Result> {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, script), ...args], { stderr: "inherit" });
  const output = await Bun.readableStreamToText(child.stdout);
  if ((await child.exited) !== 0) throw new Error(`${script} failed`);
  return JSON.parse(output) as Result;
}

/** Bytes of the commit an order of this bench makes, so that the bare client writes as much. */
async function commitBytes(natsUrl: string, prefix: string): Promise<number> {
  const nats = await connectNats({ servers: natsUrl, name: "bench" });
  const reader = natsLogReader(nats, names(prefix, 1));
  const { seq } = await reader.end(0);
  const [last] = await reader.page(0, seq - 1, 1);
  await nats.close();
  return JSON.stringify(last?.commit).length;
}

/** Orders over HTTP to an fsynced acknowledgement, on one node, beside a bare client on the same server. */
export async function intake(): Promise<void> {
  const { natsUrl } = await servers();
  const prefix = freshPrefix();
  // Pricing and projections are other nodes' work here: what is measured is accepting orders.
  const node = await startNode({ prefix, roles: "gateway,orders", env: { LOG_LEVEL: "warn" } });
  const apiKey = node.signIns.find(({ who }) => who === "Demo partner")?.secret ?? "";
  const plan = { port: node.port, apiKey, body: orderBody, warmUpMs, measureMs, ratePerSecond: 0 };
  const rows: Row[] = [];
  const run = async (label: string, more: Partial<LoadPlan> & { connections: number }): Promise<LoadResult> => {
    const before = cpuSeconds(node.pid);
    const result = await inProcess<LoadResult>("load.ts", JSON.stringify({ ...plan, ...more }));
    const orders = (result.perSecond * (warmUpMs + measureMs)) / 1_000;
    const cpuUs = ((cpuSeconds(node.pid) - before) * 1e6) / orders;
    rows.push({
      what: label,
      "orders/s": Math.round(result.perSecond),
      "p50 ms": rounded(result.p50),
      "p99 ms": rounded(result.p99),
      "node CPU us/order": Math.round(cpuUs),
      failed: result.failed,
    });
    return result;
  };
  try {
    const one = await run("1 connection", { connections: 1 });
    await run("16 connections", { connections: 16 });
    await run("64 connections", { connections: 64 });
    const most = await run("256 connections", { connections: 256 });
    const half = await run("open model, half of that", { connections: 256, ratePerSecond: most.perSecond / 2 });
    const raw = await inProcess<RawResult>(
      "raw.ts",
      natsUrl,
      String(await commitBytes(natsUrl, prefix)),
      String(rawMs),
    );
    const bare = (what: string, perSecond: number, p50: number | string): Row => ({
      what,
      "orders/s": Math.round(perSecond),
      "p50 ms": p50,
      "p99 ms": "",
      "node CPU us/order": "",
      failed: 0,
    });
    rows.push(bare("bare client, singles one by one", 1_000 / raw.singleP50, rounded(raw.singleP50)));
    rows.push(bare("bare client, 256 singles at once", raw.singlesPerSecond, ""));
    rows.push(bare("bare client, batches of 200", raw.batchesPerSecond, ""));
    publish({
      name: "intake",
      rows,
      aims: [
        atLeast("orders/s at 256 connections", most.perSecond, 10_000),
        atLeast("share of the bare client's batches", most.perSecond / raw.batchesPerSecond, 0.5),
        atMost("p50 at one connection, over a bare single append", one.p50 / raw.singleP50, 3),
        atMost("p99 at half of capacity, ms", half.p99, 25),
      ],
    });
  } finally {
    await node.stop();
  }
}

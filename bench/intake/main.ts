import { connectNats } from "#actors/nats/connection.ts";
import { natsLogReader } from "#actors/nats/log/log-reader.ts";
import { names } from "#contracts/shared/subjects.ts";
import { startNode, type TestNode } from "#dev/testing/node.ts";
import { freshPrefix, servers } from "#dev/testing/servers.ts";
import { type Aim, atLeast, atMost, publish, type Row, rounded } from "../result.ts";
import type { LoadPlan, LoadResult } from "./load.ts";
import type { RawResult } from "./raw.ts";
import { PeerMissing, startRestate } from "./restate/peer.ts";
import { answersOf, rateOnly, runLoad, type Served } from "./run-load.ts";
import { bezelOrder, restateOrder } from "./targets.ts";

/** Long enough for the compilers of the code under load to have come to rest. */
const warmUpMs = 8_000;
const measureMs = 8_000;
const rawMs = 3_000;
const mostConnections = 256;
const closed = { warmUpMs, measureMs, ratePerSecond: 0 } as const;
/** Pricing and projections are other nodes' work here: what is measured is accepting orders. */
const roles = "gateway,orders";

/** Bytes of the commit an order of this bench makes, so that the bare client writes as much. */
async function commitBytes(natsUrl: string, prefix: string): Promise<number> {
  const nats = await connectNats({ servers: natsUrl, name: "bench" });
  const reader = natsLogReader(nats, names(prefix, 1));
  const { seq } = await reader.end(0);
  const [last] = await reader.page(0, seq - 1, 1);
  await nats.close();
  return JSON.stringify(last?.commit).length;
}

async function measureRaw(natsUrl: string, bytes: number): Promise<RawResult> {
  for await (const line of answersOf("raw.ts", natsUrl, String(bytes), String(rawMs))) return line as RawResult;
  throw new Error("the bare client said nothing");
}

type Run = (what: string, more: Partial<LoadPlan> & { connections: number }) => Promise<LoadResult>;

/** Gives what loads these nodes and adds a row to the table. */
function loading(rows: Row[], nodes: readonly TestNode[], natsPid: number): Run {
  const [{ port, signIns }] = nodes as [TestNode];
  const apiKey = signIns.find(({ who }) => who === "Demo partner")?.secret ?? "";
  const served: Served = { app: nodes.map(({ pid }) => pid), log: [natsPid] };
  return async (what, more) => {
    const plan = { ...closed, port, request: bezelOrder(apiKey), answers: 201, ...more };
    const { row, result } = await runLoad(what, plan, served);
    rows.push(row);
    return result;
  };
}

/** Two processes on the port of one: worth it where there are cores for both. */
async function twoProcesses(rows: Row[], natsPid: number): Promise<void> {
  const shared = { prefix: freshPrefix(), roles, env: { LOG_LEVEL: "warn", BEZEL_SHARE_PORT: "true" } };
  const first = await startNode(shared);
  const second = await startNode({ ...shared, number: 2, port: first.port });
  try {
    await loading(
      rows,
      [first, second],
      natsPid,
    )(`${mostConnections} connections, two processes on one port`, {
      connections: mostConnections,
    });
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
}

/** The peer's orders a second; undefined, and a row that says why, where it is not installed. */
async function peer(rows: Row[]): Promise<number | undefined> {
  const restate = await startRestate().catch((error: unknown) => {
    if (error instanceof PeerMissing) return error;
    throw error;
  });
  if (restate instanceof PeerMissing) {
    rows.push(rateOnly(`Restate: not installed, ${restate.message}`, ""));
    return undefined;
  }
  try {
    const { port, servicePid, serverPid } = restate;
    const plan = { ...closed, port, request: restateOrder, answers: 200, connections: mostConnections };
    const served = { app: [servicePid], log: [serverPid] };
    const { row, result } = await runLoad(`Restate, ${mostConnections} connections`, plan, served);
    rows.push(row);
    return result.perSecond;
  } finally {
    await restate.stop();
  }
}

/** Orders over HTTP to an fsynced acknowledgement, beside a bare client on the same server and beside a peer. */
export async function intake(): Promise<void> {
  const { natsUrl, natsPid } = await servers();
  const prefix = freshPrefix();
  const rows: Row[] = [];
  const node = await startNode({ prefix, roles, env: { LOG_LEVEL: "warn" } });
  const aims: Aim[] = [];
  try {
    const run = loading(rows, [node], natsPid);
    const one = await run("1 connection", { connections: 1 });
    await run("16 connections", { connections: 16 });
    await run("64 connections", { connections: 64 });
    const { perSecond } = await run(`${mostConnections} connections`, { connections: mostConnections });
    const half = await run("open model at half of that", {
      connections: mostConnections,
      ratePerSecond: perSecond / 2,
    });
    const raw = await measureRaw(natsUrl, await commitBytes(natsUrl, prefix));
    rows.push(rateOnly("bare client, singles one by one", 1_000 / raw.singleP50, rounded(raw.singleP50)));
    rows.push(rateOnly("bare client, 256 singles at once", raw.singlesPerSecond));
    rows.push(rateOnly("bare client, batches of 200", raw.batchesPerSecond));
    aims.push(
      atLeast("orders/s at 256 connections", perSecond, 10_000),
      atLeast("share of the bare client's batches", perSecond / raw.batchesPerSecond, 0.5),
      atMost("p50 at one connection, over a bare single append", one.p50 / raw.singleP50, 3),
      atMost("p99 at half of capacity, ms", half.p99, 25),
    );
    await node.stop();
    await twoProcesses(rows, natsPid);
    const restate = await peer(rows);
    if (restate !== undefined) aims.push(atLeast("times Restate at 256 connections", perSecond / restate, 10));
    publish({ name: "intake", rows, aims });
  } finally {
    await node.stop();
  }
}

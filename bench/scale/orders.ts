import { join } from "node:path";
import { stopWhenInterrupted } from "../interrupted.ts";
import { residentBytes } from "../process-time.ts";
import { type Aim, atMost, type Row, rounded } from "../result.ts";
import { runScript } from "../script.ts";
import type { ReadPlan, ReadResult } from "./activations.ts";
import { type CommandCost, commandCost, commandsEach, warmUp } from "./command-cost.ts";
import type { Filled, FillPlan } from "./fill-log.ts";
import type { ResidentsPlan, ResidentsResult } from "./residents.ts";
import { costColumns, row } from "./row.ts";
import { openSite, partnerOf, type Site } from "./site.ts";
import { storedOrderId } from "./stored-orders.ts";

/** Orders in the log at the last measurement; there are a tenth of them at the one before, and a thousand at the first. */
const ordersMax = Number(process.env["BEZEL_SCALE_ORDERS"] ?? 1_000_000);
const sizes = [1_000, ordersMax / 10, ordersMax];
/** Below a million hot orders a stream, as nats-server's memory wants it. */
const streamCount = 4;
/** With the commands, as many as the smallest log has. */
const reads = 200;
/** The first hold compiled code and caches, which are not counted. */
const residents = { before: 5_000, counted: 40_000 };

async function diskBytes(dir: string): Promise<number> {
  const output = await Bun.$`du -s --block-size=1 ${dir}`.text();
  return Number(output.split("\t")[0]);
}

interface Measured {
  readonly orders: number;
  readonly commitsPerSecond: number;
  readonly cost: CommandCost;
  readonly reads: ReadResult;
  readonly rss: number;
  readonly disk: number;
}

const script = (name: string) => join(import.meta.dirname, name);

/** Fills the log to `to` orders, then measures commands and reads of orders that no node has in memory. */
async function measure(site: Site, at: string, from: number, to: number): Promise<Measured> {
  const { user: owner, secret: apiKey } = partnerOf(site);
  const { nats, prefix, dir } = site;
  const fill: FillPlan = { natsUrl: nats.url, prefix, streamCount, owner, at, from, to };
  const { seconds, commits } = await runScript<Filled>(script("fill-log.ts"), JSON.stringify(fill));
  // Spread over all that was added just now.
  const used = commandsEach + reads;
  const every = Math.floor((to - from) / used);
  const ids = Array.from({ length: used }, (_, i) => storedOrderId(from + i * every, at));
  const plan: ReadPlan = { url: site.nodes[0]?.url ?? "", apiKey, orders: ids.slice(0, reads) };
  const read = await runScript<ReadResult>(script("activations.ts"), JSON.stringify(plan));
  const cost = await commandCost(site, ids.slice(reads));
  return {
    orders: to,
    commitsPerSecond: commits / seconds,
    cost,
    reads: read,
    rss: residentBytes(nats.pid),
    disk: await diskBytes(dir),
  };
}

const rowOf = ({ orders, commitsPerSecond, cost, reads, rss, disk }: Measured): Row =>
  row(`orders in the log: ${orders}`, {
    ...costColumns(cost),
    "cold read p50 ms": rounded(reads.cold.p50),
    "cold read p99 ms": rounded(reads.cold.p99),
    "warm read p50 ms": rounded(reads.warm.p50),
    "filled at commits/s": Math.round(commitsPerSecond),
    "nats RSS MB": Math.round(rss / 1e6),
    "disk MB": Math.round(disk / 1e6),
  });

/** What a command, an activation and an order in memory cost while the log grows to a million orders. */
export async function scaleOfOrders(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const at = new Date().toISOString();
  const site = await openSite(streamCount);
  const finished = stopWhenInterrupted(site.stop);
  try {
    await site.addNode();
    await warmUp(site);
    const measured: Measured[] = [];
    const rows: Row[] = [];
    for (const size of sizes) {
      const one = await measure(site, at, measured.at(-1)?.orders ?? 0, size);
      measured.push(one);
      rows.push(rowOf(one));
    }
    const { nats, prefix } = site;
    const plan: ResidentsPlan = { natsUrl: nats.url, prefix, streamCount, at, ...residents };
    const weight = await runScript<ResidentsResult>(script("residents.ts"), JSON.stringify(plan));
    return { rows, aims: aimsOf(measured, weight) };
  } finally {
    await site.stop();
    finished();
  }
}

function aimsOf(measured: readonly Measured[], weight: ResidentsResult): Aim[] {
  const [least, few, many] = measured;
  if (!least || !few || !many) throw new Error("a log of each size was to be measured");
  const more = many.orders - few.orders;
  const flat = (from: Measured, to: Measured) =>
    atMost(
      `node CPU per command at ${to.orders} orders, over ${from.orders}`,
      to.cost.nodesUs / from.cost.nodesUs,
      1.1,
    );
  return [
    flat(least, few),
    flat(few, many),
    atMost("heap bytes of an order in memory", weight.heapBytesEach, 2_048),
    atMost("resident bytes of an order in memory", weight.rssBytesEach, 2_048),
    atMost("nats-server memory per stored order, bytes", (many.rss - few.rss) / more, 1_024),
    atMost("disk per stored order, bytes", (many.disk - few.disk) / more, 4_096),
  ];
}

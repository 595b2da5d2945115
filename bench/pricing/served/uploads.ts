import { readFileSync } from "node:fs";
import { stopWhenInterrupted } from "../../interrupted.ts";
import { latencies } from "../../latency.ts";
import { type Aim, atMost, type Row, rounded } from "../../result.ts";
import { generatedStl } from "../generated.ts";
import { uploadRaw } from "./raw-upload.ts";
import { another, freshKey, type Site, startSite } from "./site.ts";

const warmUps = 5;
const pageBytes = 4_096;
/** By the size of the file in bytes: how many are sent, and what the p99 should be, ms. */
const sizes = [
  { name: "0.5 MB", triangles: 10_000, runs: 200, aimMs: 3 },
  { name: "50 MB", triangles: 1_000_000, runs: 40, aimMs: 15 },
];
const runsAtMost = Number(process.env["BEZEL_BENCH_UPLOADS"] ?? 200);
const largestTriangles = Number(process.env["BEZEL_BENCH_TRIANGLES"] ?? 10_000_000);
const grownMaxMb = 64;
const wish = "name=a.stl&material=silver-925&finishing=polished&country=DE";

/** Sends a model and a wish in one request; gives the time from its last byte to its price, ms. */
async function priced({ partner: { url, credential } }: Site, stl: Uint8Array): Promise<number> {
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/octet-stream", ...freshKey() };
  const { status, body, ms } = await uploadRaw(new URL(`/partner/v1/quotes/model?${wish}`, url), headers, stl);
  if (status !== 201) throw new Error(`the gateway answered ${status}: ${body}`);
  return ms;
}

function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * pageBytes;
}

/** How much memory a node takes beyond what it had, at most, while `work` runs, MB. */
async function grownMb(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = residentBytes(pid);
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, 20);
  await work().finally(() => clearInterval(look));
  return (most - before) / 1e6;
}

async function largest(site: Site): Promise<{ rows: Row[]; aims: Aim[] }> {
  const { bytes } = generatedStl(largestTriangles);
  await priced(site, generatedStl(10_000).bytes);
  const grown = await grownMb(site.node.pid, () => priced(site, bytes));
  const size = `${Math.round(bytes.length / 1e6)} MB`;
  console.log(`${size}: the node grew by ${rounded(grown)} MB`);
  return {
    rows: [{ what: `${size}: memory of the node, MB`, count: 1, "p50 ms": "", "p99 ms": "", MB: rounded(grown) }],
    aims: [atMost(`memory growth for an upload of ${size}, MB`, grown, grownMaxMb)],
  };
}

async function bySize(site: Site): Promise<{ rows: Row[]; aims: Aim[] }> {
  const rows: Row[] = [];
  const aims: Aim[] = [];
  for (const { name, triangles, runs, aimMs } of sizes) {
    const { bytes } = generatedStl(triangles);
    const samples: number[] = [];
    const count = warmUps + Math.min(runs, runsAtMost);
    for (let run = 0; run < count; run++) samples.push(await priced(site, another(bytes, run)));
    const { count: measured, p50, p99 } = latencies(samples.slice(warmUps));
    rows.push({
      what: `${name}: last byte to price`,
      count: measured,
      "p50 ms": rounded(p50),
      "p99 ms": rounded(p99),
    });
    aims.push(atMost(`last byte to price, p99, ${name}, ms`, p99, aimMs));
    console.log(rows.at(-1));
  }
  return { rows, aims };
}

/** From a file's last byte to its price over HTTP, and what a very large file costs the node in memory. */
export async function uploads(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const site = await startSite("gateway,orders,pricing,projections,processes");
  const finished = stopWhenInterrupted(site.stop);
  try {
    // The largest first: what a node has once grown to, it keeps for a while.
    const parts = [await largest(site), await bySize(site)];
    return { rows: parts.flatMap(({ rows }) => rows), aims: parts.flatMap(({ aims }) => aims) };
  } finally {
    finished();
    await site.stop();
  }
}

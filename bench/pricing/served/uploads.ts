import { readFileSync } from "node:fs";
import { expectOk } from "#dev/client/api.ts";
import { latencies } from "../../latency.ts";
import { type Aim, atMost, type Row, rounded } from "../../result.ts";
import { generatedStl } from "../generated.ts";
import { another, askForQuote, freshKey, priced, type Site, startSite } from "./site.ts";

const warmUps = 3;
const withinMs = 120_000;
const pageBytes = 4_096;
/** By the size of the file in bytes: how many are sent, and what the p99 should be, ms. */
const sizes = [
  { name: "0.5 MB", triangles: 10_000, runs: 100, aimMs: 3 },
  { name: "50 MB", triangles: 1_000_000, runs: 30, aimMs: 15 },
];
const largestTriangles = Number(process.env["BEZEL_BENCH_TRIANGLES"] ?? 10_000_000);
const grownMaxMb = 64;

interface Sent {
  /** From the last byte of the file on: until the facts are answered, and until a quote has its price, ms. */
  readonly facts: number;
  readonly price: number;
}

/** Uploads a file and asks for a quote; the clock starts when the last chunk is handed to the socket. */
async function send(site: Site, stl: Uint8Array): Promise<Sent> {
  let lastByteAt = 0;
  const chunkBytes = 1 << 18;
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.enqueue(stl.subarray(at, at + chunkBytes));
      at += chunkBytes;
      if (at < stl.length) return;
      lastByteAt = performance.now();
      controller.close();
    },
  });
  const { url, credential } = site.partner;
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/octet-stream", ...freshKey() };
  const response = await fetch(new URL("/partner/v1/models", url), { method: "POST", headers, body });
  const { modelId } = expectOk({ status: response.status, headers: response.headers, body: await response.json() });
  const facts = performance.now() - lastByteAt;
  await priced(site, await askForQuote(site, modelId), withinMs);
  return { facts, price: performance.now() - lastByteAt };
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

/** From a file's last byte to its price over HTTP, and what a very large file costs the node in memory. */
export async function uploads(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const site = await startSite("gateway,orders,pricing,projections,processes");
  const rows: Row[] = [];
  const aims: Aim[] = [];
  try {
    for (const { name, triangles, runs, aimMs } of sizes) {
      const { bytes } = generatedStl(triangles);
      const sent: Sent[] = [];
      for (let run = 0; run < warmUps + runs; run++) sent.push(await send(site, another(bytes, run)));
      const measured = sent.slice(warmUps);
      for (const what of ["facts", "price"] as const) {
        const { count, p50, p99 } = latencies(measured.map((one) => one[what]));
        rows.push({ what: `${name}: last byte to ${what}`, count, "p50 ms": rounded(p50), "p99 ms": rounded(p99) });
        if (what === "price") aims.push(atMost(`last byte to price, p99, ${name}, ms`, p99, aimMs));
      }
      console.log(rows.at(-1));
    }
    const { bytes } = generatedStl(largestTriangles);
    const grown = await grownMb(site.node.pid, () => send(site, bytes));
    const size = `${Math.round(bytes.length / 1e6)} MB`;
    rows.push({ what: `${size}: memory of the node, MB`, count: 1, "p50 ms": "", "p99 ms": "", MB: rounded(grown) });
    aims.push(atMost(`memory growth for an upload of ${size}, MB`, grown, grownMaxMb));
  } finally {
    await site.stop();
  }
  return { rows, aims };
}

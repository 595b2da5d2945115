import { expectOk } from "#dev/client/api.ts";
import { latencies } from "../../latency.ts";
import { cpuSeconds } from "../../process-time.ts";
import { type Row, rounded } from "../../result.ts";
import { onSite } from "./bounded.ts";
import { numbersFrom, putModels } from "./lanes.ts";
import { progress, settings } from "./settings.ts";
import { askForQuote, priced, type Site } from "./site.ts";

const readsAlone = 200;

/** How long the node takes to answer what a quote is, ms, until `isEnough`. */
async function readsUntil({ partner }: Site, quoteId: string, isEnough: (reads: number) => boolean) {
  const times: number[] = [];
  while (!isEnough(times.length)) {
    const begun = performance.now();
    expectOk(await partner.get(`/partner/v1/quotes/${quoteId}`));
    times.push(performance.now() - begun);
  }
  return times;
}

/** Measures reads, and the processor time of the node's own process meanwhile. */
async function measured(site: Site, what: string, quoteId: string, isEnough: (reads: number) => boolean): Promise<Row> {
  const before = cpuSeconds(site.node.pid);
  const { count, p50, p99 } = latencies(await readsUntil(site, quoteId, isEnough));
  const used = rounded(cpuSeconds(site.node.pid) - before);
  progress(`${what}: p99 ${rounded(p99)} ms, ${used} s of the node's process`);
  return { what, count, "p50 ms": rounded(p50), "p99 ms": rounded(p99), "node's CPU s": used };
}

/** The latency of a node's other work while all its workers compute, beside idle. */
export function responsiveness(): Promise<{ rows: Row[]; aims: [] }> {
  return onSite("responsiveness", "gateway,orders,pricing,projections,processes", async (site) => {
    const { monsterCount, monsterTriangles, withinS } = settings;
    const [first] = await putModels(site, 10_000, [30_000]);
    const quote = await askForQuote(site, first!);
    await priced(site, quote, withinS * 1_000);
    await readsUntil(site, quote, (reads) => reads >= readsAlone);
    const idle = await measured(site, "a quote read from an idle node", quote, (reads) => reads >= readsAlone);
    const monsters = await putModels(site, monsterTriangles, numbersFrom(20_000, monsterCount));
    const quotes = await Promise.all(monsters.map((model) => askForQuote(site, model)));
    let isDone = false;
    const done = Promise.all(quotes.map((one) => priced(site, one, withinS * 1_000))).finally(() => {
      isDone = true;
    });
    done.catch(() => {}); // It is told when it is waited for.
    const what = `the same while its workers read ${monsterCount} of ${monsterTriangles.toLocaleString("en")} triangles`;
    const busy = await measured(site, what, quote, () => isDone);
    await done;
    return { rows: [idle, busy], aims: [] };
  });
}

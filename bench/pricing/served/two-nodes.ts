import { availableParallelism } from "node:os";
import { type Aim, atLeast, type Row, rounded } from "../../result.ts";
import { onSite } from "./bounded.ts";
import { numbersFrom, putModels } from "./lanes.ts";
import { progress, settings } from "./settings.ts";
import { askForQuote, priced, type Site } from "./site.ts";

/** 5 MB: some ten milliseconds of work each, in a worker. */
const triangles = 100_000;
/** Below this the nodes, the client and the servers share the cores of one. */
const coresMin = 6;

/** Prices a second when many models nobody has read yet are asked for at once. */
async function pricesPerSecond(site: Site, from: number): Promise<number> {
  const models = await putModels(site, triangles, numbersFrom(from, settings.sharedCount));
  const begun = performance.now();
  const wait = settings.withinS * 1_000;
  await Promise.all(models.map(async (model) => priced(site, await askForQuote(site, model), wait)));
  return settings.sharedCount / ((performance.now() - begun) / 1_000);
}

function rowOf(what: string, rate: number): Row {
  progress(`${what}: ${rounded(rate)} prices/s`);
  return { what, count: settings.sharedCount, "prices/s": rounded(rate) };
}

/** What a second pricing node is worth; without cores for both that is told, and nothing is aimed at. */
export function twoNodes(): Promise<{ rows: Row[]; aims: Aim[] }> {
  return onSite("two nodes", "gateway,orders,projections,processes", async (site) => {
    await site.addPricing(2);
    await pricesPerSecond(site, 0);
    const one = await pricesPerSecond(site, 1_000);
    const rows = [rowOf("one pricing node", one)];
    await site.addPricing(3);
    await pricesPerSecond(site, 2_000);
    const two = await pricesPerSecond(site, 3_000);
    const cores = availableParallelism();
    const note = cores < coresMin ? ` (no aim: ${cores} cores are too few for both)` : "";
    rows.push(rowOf(`two pricing nodes${note}`, two));
    return { rows, aims: note ? [] : [atLeast("prices/s of two nodes over one", two / one, 1.7)] };
  });
}

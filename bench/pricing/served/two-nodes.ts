import { availableParallelism } from "node:os";
import { type Aim, atLeast, type Row, rounded } from "../../result.ts";
import { generatedStl } from "../generated.ts";
import { another, askForQuote, priced, putModel, type Site, startSite } from "./site.ts";

const modelCount = 64;
/** 5 MB: some ten milliseconds of work each, in a worker. */
const triangles = 100_000;
const withinMs = 300_000;
/** Below this the nodes, the client and the servers share the cores of one. */
const coresMin = 6;

/** Prices a second when many models nobody has read yet are asked for at once. */
async function pricesPerSecond(site: Site, from: number): Promise<number> {
  const { bytes } = generatedStl(triangles);
  const models: string[] = [];
  for (let i = 0; i < modelCount; i++) models.push(await putModel(site, another(bytes, from + i)));
  const begun = performance.now();
  await Promise.all(models.map(async (model) => priced(site, await askForQuote(site, model), withinMs)));
  return modelCount / ((performance.now() - begun) / 1_000);
}

/** What a second pricing node is worth. */
export async function twoNodes(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const site = await startSite("gateway,orders,projections,processes");
  try {
    await site.addPricing(2);
    await pricesPerSecond(site, 0);
    const one = await pricesPerSecond(site, 1_000);
    await site.addPricing(3);
    await pricesPerSecond(site, 2_000);
    const two = await pricesPerSecond(site, 3_000);
    const row = (what: string, rate: number): Row => ({
      ...{ what, count: modelCount, "p50 ms": "", "p99 ms": "", "prices/s": rounded(rate) },
    });
    const aims = availableParallelism() < coresMin ? [] : [atLeast("prices/s of two nodes over one", two / one, 1.7)];
    return { rows: [row("one pricing node", one), row("two pricing nodes", two)], aims };
  } finally {
    await site.stop();
  }
}

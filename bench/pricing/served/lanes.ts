import { latencies } from "../../latency.ts";
import { type Aim, atMost, type Row, rounded } from "../../result.ts";
import { generatedStl } from "../generated.ts";
import { another, askForQuote, priced, putModel, type Site, startSite } from "./site.ts";

const smallCount = Number(process.env["BEZEL_BENCH_SMALL"] ?? 100);
const monsterCount = 8;
const monsterTriangles = Number(process.env["BEZEL_BENCH_TRIANGLES"] ?? 10_000_000);
const smallTriangles = 10_000;
const withinMs = 600_000;

/** How long each of many small models waits for its price when all are asked for at once, ms. */
async function pricesOfSmall(site: Site, from: number): Promise<number[]> {
  const { bytes } = generatedStl(smallTriangles);
  const models: string[] = [];
  for (let i = 0; i < smallCount; i++) models.push(await putModel(site, another(bytes, from + i)));
  return Promise.all(
    models.map(async (model) => {
      const begun = performance.now();
      await priced(site, await askForQuote(site, model), withinMs);
      return performance.now() - begun;
    }),
  );
}

const p95 = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.95)] ?? Number.NaN;

/** Small models behind monsters, beside small models alone. */
export async function lanes(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const site = await startSite("gateway,orders,pricing,projections,processes");
  try {
    await pricesOfSmall(site, 0);
    const alone = await pricesOfSmall(site, 1_000);
    const { bytes } = generatedStl(monsterTriangles);
    const monsters: string[] = [];
    for (let i = 0; i < monsterCount; i++) monsters.push(await putModel(site, another(bytes, 10_000 + i)));
    const quotes = await Promise.all(monsters.map((model) => askForQuote(site, model)));
    const behind = await pricesOfSmall(site, 2_000);
    const monstersLeft = quotes.map((quote) => priced(site, quote, withinMs));
    await Promise.all(monstersLeft);
    const row = (what: string, samples: number[]): Row => {
      const { count, p50, p99 } = latencies([...samples]);
      return { what, count, "p50 ms": rounded(p50), "p99 ms": rounded(p99), "p95 ms": rounded(p95(samples)) };
    };
    const size = `${monsterCount} models of ${monsterTriangles.toLocaleString("en")} triangles`;
    return {
      rows: [row("small models alone", alone), row(`small models behind ${size}`, behind)],
      aims: [atMost("p95 of small models behind monsters over alone", p95(behind) / p95(alone), 2)],
    };
  } finally {
    await site.stop();
  }
}

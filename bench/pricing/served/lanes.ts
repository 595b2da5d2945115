import { latencies } from "../../latency.ts";
import { type Aim, atMost, type Row, rounded } from "../../result.ts";
import { generatedStl } from "../generated.ts";
import { onSite } from "./bounded.ts";
import { progress, settings } from "./settings.ts";
import { another, askForQuote, priced, putModel, type Site } from "./site.ts";

const smallTriangles = 10_000;
/** Uploads at once: as many as a busy client has connections. */
const uploadsAtOnce = 8;

/** Puts copies of a file into the store; nobody has read them, so that each needs a job to be priced. */
export async function putModels(site: Site, triangles: number, numbers: readonly number[]): Promise<string[]> {
  const { bytes } = generatedStl(triangles);
  const models: string[] = [];
  for (let at = 0; at < numbers.length; at += uploadsAtOnce) {
    const some = numbers.slice(at, at + uploadsAtOnce).map((number) => putModel(site, another(bytes, number)));
    models.push(...(await Promise.all(some)));
  }
  return models;
}
export const numbersFrom = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** The log shares a disk with the store here: what was just written has to be on it before anything is measured. */
const settle = () => Bun.spawn(["sync"]).exited;

/** How long each of many small models waits for its price when all are asked for at once, ms. */
async function pricesOfSmall(site: Site, models: readonly string[]): Promise<number[]> {
  return Promise.all(
    models.map(async (model) => {
      const begun = performance.now();
      await priced(site, await askForQuote(site, model), settings.withinS * 1_000);
      return performance.now() - begun;
    }),
  );
}

const p95 = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.95)] ?? Number.NaN;

function rowOf(what: string, samples: readonly number[]): Row {
  const { count, p50, p99 } = latencies([...samples]);
  progress(`${what}: p95 ${rounded(p95(samples))} ms`);
  return { what, count, "p50 ms": rounded(p50), "p95 ms": rounded(p95(samples)), "p99 ms": rounded(p99) };
}

/**
 * Small models behind monsters, beside small models alone. All were put straight into the store: what streams through
 * the gateway is priced without a job.
 */
export function lanes(): Promise<{ rows: Row[]; aims: Aim[] }> {
  const { smallCount, monsterCount, monsterTriangles } = settings;
  return onSite("lanes", "gateway,orders,pricing,projections,processes", async (site) => {
    const small = async (from: number) => putModels(site, smallTriangles, numbersFrom(from, smallCount));
    await pricesOfSmall(site, await small(0));
    const alone = await pricesOfSmall(site, await small(1_000));
    const rows = [rowOf("small models alone", alone)];
    const next = await small(2_000);
    const monsters = await putModels(site, monsterTriangles, numbersFrom(10_000, monsterCount));
    await settle();
    progress(`${monsterCount} monsters are in the store`);
    const quotes = await Promise.all(monsters.map((model) => askForQuote(site, model)));
    let left = quotes.length;
    const done = quotes.map(async (quote) => {
      await priced(site, quote, settings.withinS * 1_000);
      progress(`a monster has its price, ${--left} wait`);
    });
    const whole = Promise.all(done);
    whole.catch(() => {}); // It is told when it is waited for.
    const behind = await pricesOfSmall(site, next);
    const size = `${monsterCount} of ${monsterTriangles.toLocaleString("en")} triangles`;
    rows.push(rowOf(`small models behind ${size}, of which ${left} still waited at the end`, behind));
    await whole;
    return { rows, aims: [atMost("p95 of small models behind monsters over alone", p95(behind) / p95(alone), 2)] };
  });
}

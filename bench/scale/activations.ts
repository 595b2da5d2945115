import { latencies } from "../latency.ts";

/** Orders to read one after the other; given as JSON on the command line. */
export interface ReadPlan {
  readonly url: string;
  readonly apiKey: string;
  readonly orders: readonly string[];
}
export interface ReadResult {
  /** The first read of an order, whose log is read and folded for it, ms. */
  readonly cold: { readonly p50: number; readonly p99: number };
  /** The second, by an actor that is in memory already, ms. */
  readonly warm: { readonly p50: number; readonly p99: number };
}

async function read({ url, apiKey, orders }: ReadPlan): Promise<ReadResult> {
  const once = async () => {
    const samples: number[] = [];
    for (const order of orders) {
      const began = performance.now();
      const answer = await fetch(`${url}/partner/v1/orders/${order}`, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${order} was answered ${answer.status}`);
      samples.push(performance.now() - began);
    }
    return latencies(samples);
  };
  return { cold: await once(), warm: await once() };
}

if (import.meta.main) console.log(JSON.stringify(await read(JSON.parse(process.argv[2] ?? "{}") as ReadPlan)));

import { latencies } from "../latency.ts";

/** A modest, steady load; given as JSON on the command line. */
export interface LoadPlan {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly ratePerSecond: number;
  readonly forMs: number;
  /** Orders to cancel, each once; new orders are placed when there are none. */
  readonly orders: readonly string[];
}
export interface LoadResult {
  readonly accepted: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
}

const wish = { goods: { kind: "ready-made", sku: "band-classic-4mm" }, choice: { quantity: 1 }, country: "DE" };

async function generate({ urls, apiKey, ratePerSecond, forMs, orders }: LoadPlan): Promise<LoadResult> {
  const samples: number[] = [];
  let refused = 0;
  const command = async (number: number, meant: number) => {
    const order = orders[number];
    const [path, body] = order
      ? [`/partner/v1/orders/${order}/cancel`, { reason: "no longer wanted" }]
      : ["/partner/v1/orders", wish];
    const answer = await fetch(`${urls[number % urls.length]}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
    if (answer.ok) samples.push(performance.now() - meant);
    else refused += 1;
  };
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  const count = Math.floor((ratePerSecond * forMs) / 1_000);
  for (let number = 0; number < count; number++) {
    const meant = began + (number * 1_000) / ratePerSecond;
    if (meant > performance.now()) await Bun.sleep(meant - performance.now());
    underWay.push(command(number, meant));
  }
  await Promise.all(underWay);
  const { count: accepted, p50, p99 } = latencies(samples);
  return { accepted, refused, p50, p99 };
}

if (import.meta.main) console.log(JSON.stringify(await generate(JSON.parse(process.argv[2] ?? "{}") as LoadPlan)));

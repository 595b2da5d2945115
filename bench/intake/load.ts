import { latencies } from "../latency.ts";
import { HttpConnection } from "./http-connection.ts";

/** What one run of the generator does; given as JSON on the command line. */
export interface LoadPlan {
  readonly port: number;
  readonly apiKey: string;
  readonly body: string;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Orders a second of the open model; 0 is the closed model, where each connection waits for its answer. */
  readonly ratePerSecond: number;
}
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

const request = ({ port, apiKey, body }: LoadPlan): string =>
  [
    "POST /partner/v1/orders HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${apiKey}`,
    `Idempotency-Key: ${crypto.randomUUID()}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");

/** Sends orders until the time is over. In the open model latency counts from when an order was meant to start. */
async function generate(plan: LoadPlan): Promise<LoadResult> {
  const { connections, warmUpMs, measureMs, ratePerSecond } = plan;
  const open = await Promise.all(
    Array.from({ length: connections }, () => new HttpConnection().open("127.0.0.1", plan.port)),
  );
  const began = performance.now();
  const [from, until] = [began + warmUpMs, began + warmUpMs + measureMs];
  const samples: number[] = [];
  let failed = 0;
  let slot = 0;
  const one = async (connection: HttpConnection) => {
    for (;;) {
      const intended = ratePerSecond > 0 ? began + (slot++ * 1_000) / ratePerSecond : performance.now();
      if (intended >= until) return;
      if (intended > performance.now()) await Bun.sleep(intended - performance.now());
      const status = await connection.send(request(plan));
      const now = performance.now();
      if (status === 0) return;
      if (now < from || now > until) continue;
      if (status === 201) samples.push(now - intended);
      else failed += 1;
    }
  };
  await Promise.all(open.map(one));
  for (const connection of open) connection.close();
  const { count, p50, p99 } = latencies(samples);
  return { perSecond: (count * 1_000) / measureMs, p50, p99, failed };
}

if (import.meta.main) console.log(JSON.stringify(await generate(JSON.parse(process.argv[2] ?? "{}") as LoadPlan)));

import { latencies } from "../latency.ts";
import { HttpConnection } from "./http-connection.ts";

/** What one run of the generator does; given as JSON on the command line. */
export interface LoadPlan {
  readonly port: number;
  /** The request's bytes as text; `keySlot` in it is replaced by a key nobody has used. */
  readonly request: string;
  readonly answers: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Orders a second of the open model; 0 is the closed model, where each connection waits for its answer. */
  readonly ratePerSecond: number;
}
/** Where a request says what it is about; keys are as long. */
export const keySlot = "{------------------ key -----------}";

export interface LoadResult {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** Of this generator, while it measured. */
  readonly cpuSeconds: number;
}
/** Printed when measuring begins and when it ends, so that others can look at their clocks. */
export type LoadMark = { readonly mark: "begin" | "end" };

const say = (line: LoadMark | LoadResult) => console.log(JSON.stringify(line));

/** Prepares requests once; what is left to do for each is putting two pieces around a key. */
function requests(template: string): () => string {
  const [before = "", ...after] = template.split(keySlot);
  const run = crypto.randomUUID().slice(0, keySlot.length - 10);
  let count = 0;
  return () => {
    const key = run + String(count++).padStart(10, "0");
    return before + key + after.join(key);
  };
}

/** Sends orders until the time is over. In the open model latency counts from when an order was meant to start. */
async function generate(plan: LoadPlan): Promise<LoadResult> {
  const { connections, warmUpMs, measureMs, ratePerSecond } = plan;
  const next = requests(plan.request);
  const open = await Promise.all(
    Array.from({ length: connections }, () => new HttpConnection().open("127.0.0.1", plan.port)),
  );
  const began = performance.now();
  const [from, until] = [began + warmUpMs, began + warmUpMs + measureMs];
  const cpu = { used: 0 };
  setTimeout(() => {
    cpu.used = process.cpuUsage().user + process.cpuUsage().system;
    say({ mark: "begin" });
  }, warmUpMs);
  setTimeout(() => {
    cpu.used = process.cpuUsage().user + process.cpuUsage().system - cpu.used;
    say({ mark: "end" });
  }, warmUpMs + measureMs);
  const samples: number[] = [];
  let failed = 0;
  let slot = 0;
  const one = async (connection: HttpConnection) => {
    for (;;) {
      const intended = ratePerSecond > 0 ? began + (slot++ * 1_000) / ratePerSecond : performance.now();
      if (intended >= until) return;
      if (intended > performance.now()) await Bun.sleep(intended - performance.now());
      const status = await connection.send(next());
      const now = performance.now();
      if (now >= from && now <= until) {
        if (status === plan.answers) samples.push(now - intended);
        else failed += 1;
      }
      if (status === 0) return;
    }
  };
  await Promise.all(open.map(one));
  // In case all came to their ends a little before the clock's.
  await Bun.sleep(Math.max(0, until + 20 - performance.now()));
  for (const connection of open) connection.close();
  const { count, p50, p99 } = latencies(samples);
  return { count, perSecond: (count * 1_000) / measureMs, p50, p99, failed, cpuSeconds: cpu.used / 1e6 };
}

if (import.meta.main) say(await generate(JSON.parse(process.argv[2] ?? "{}") as LoadPlan));

import { join } from "node:path";
import { cpuSeconds } from "../process-time.ts";
import { type Row, rounded } from "../result.ts";
import { linesOf } from "../script.ts";
import type { LoadMark, LoadPlan, LoadResult } from "./load.ts";

/** The processes that answer a load: the application's, and that of the log it waits for. */
export interface Served {
  readonly app: readonly number[];
  readonly log: readonly number[];
}

/** Runs a script of this folder in a process of its own; gives the lines it prints, as JSON. */
export async function* answersOf(script: string, ...args: string[]): AsyncGenerator<unknown> {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, script), ...args], { stderr: "inherit" });
  for await (const line of linesOf(child.stdout)) yield JSON.parse(line);
  if ((await child.exited) !== 0) throw new Error(`${script} failed`);
}

const used = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);

/** One run of the generator, and what it took of the processors, each process by itself, while it measured. */
export async function runLoad(what: string, plan: LoadPlan, served: Served): Promise<{ row: Row; result: LoadResult }> {
  let [app, log] = [0, 0];
  let result: LoadResult | undefined;
  for await (const line of answersOf("load.ts", JSON.stringify(plan))) {
    const said = line as LoadMark | LoadResult;
    if (!("mark" in said)) result = said;
    else if (said.mark === "begin") [app, log] = [-used(served.app), -used(served.log)];
    else [app, log] = [app + used(served.app), log + used(served.log)];
  }
  if (!result) throw new Error("the load generator said nothing");
  const { count, perSecond, p50, p99, failed } = result;
  console.error(`${what}: ${Math.round(perSecond)}/s`);
  const perOrder = (seconds: number) => Math.round((seconds * 1e6) / count);
  const row = {
    what,
    "orders/s": Math.round(perSecond),
    "p50 ms": rounded(p50),
    "p99 ms": rounded(p99),
    "app us/order": perOrder(app),
    "log us/order": perOrder(log),
    "generator us/order": perOrder(result.cpuSeconds),
    failed,
  };
  return { row, result };
}

/** A row of which only the rate is known, and perhaps a latency. */
export const rateOnly = (what: string, perSecond: number | string, p50: number | string = ""): Row => ({
  what,
  "orders/s": typeof perSecond === "number" ? Math.round(perSecond) : perSecond,
  "p50 ms": p50,
  "p99 ms": "",
  "app us/order": "",
  "log us/order": "",
  "generator us/order": "",
  failed: "",
});

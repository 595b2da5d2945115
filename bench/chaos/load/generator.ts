import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { History, LoadPlan } from "./plan.ts";

/** More requests may wait at once than fetch allows by default: a stopped gateway answers none of its share. */
const requestsAtOnceMax = "20000";

/** Starts the generator in a process of its own; `stop` resolves with what it saw, when the last answer has come. */
export function startLoad(plan: LoadPlan) {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, "main.ts"), JSON.stringify(plan)], {
    stdio: ["pipe", "inherit", "inherit"],
    env: { ...process.env, BUN_CONFIG_MAX_HTTP_REQUESTS: requestsAtOnceMax },
  });
  return {
    pid: child.pid,
    kill: () => child.kill("SIGKILL"),
    stop: async (): Promise<History> => {
      await child.stdin.end();
      if ((await child.exited) !== 0) throw new Error("the generator failed");
      const history = JSON.parse(readFileSync(plan.file, "utf8")) as History;
      const operations = history.operations.map((operation) => ({
        ...operation,
        returnedMs: operation.returnedMs ?? Number.POSITIVE_INFINITY,
      }));
      return { ...history, operations };
    },
  };
}
export type Load = ReturnType<typeof startLoad>;

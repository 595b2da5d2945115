import { captureBun } from "./capture.ts";
import { type Step, verdict } from "./outcome.ts";
import { sizeBudget } from "./size-budget.ts";

/** A tool from node_modules, run by Bun also where its first line asks for Node. */
const tool = (name: string, ...command: string[]): Step => ({
  name,
  run: async () => {
    const { output, exitCode } = await captureBun(["run", "--silent", "--bun", ...command]);
    return verdict(exitCode === 0, output);
  },
});

/** The checks that run no code of ours. */
export const staticChecks: readonly Step[] = [
  tool("format and lint", "biome", "check", "."),
  tool("promises", "oxlint", "--type-aware", "--quiet"),
  tool("types", "tsc", "-p", "."),
  tool("dead code", "knip", "--config", "dev/checks/knip.json", "--no-progress"),
  { name: "size budget", run: sizeBudget },
];

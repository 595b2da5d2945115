import { bunTests } from "#dev/checks/bun-tests.ts";
import { runSteps } from "#dev/checks/run-steps.ts";
import { staticChecks } from "#dev/checks/static.ts";
import { testFiles } from "#dev/checks/test-files.ts";
import { type Command, parseOptions } from "./command.ts";

export const check: Command = {
  help: `Usage: ./bezel check

Format, lint, promise rules, types, dead code, size budget and the tests that
need no servers. Mends nothing; bunx biome check --write mends the format.`,

  async run(args) {
    parseOptions({ args });
    const { pure } = await testFiles();
    return runSteps([...staticChecks, bunTests({ name: "pure tests", files: pure, processes: 2, timeoutMs: 10_000 })]);
  },
};

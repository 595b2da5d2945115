import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureBun } from "./capture.ts";
import { countTests } from "./junit.ts";
import type { Outcome, Step } from "./outcome.ts";

export interface TestRun {
  name: string;
  files: readonly string[];
  /** Processes that share the files. */
  processes: number;
  /** For one test, unless it sets its own. */
  timeoutMs: number;
  /** Beside our own environment. */
  env?: Readonly<Record<string, string>>;
}

/** Runs test files with Bun and counts what it reports. */
export const bunTests = ({ name, files, processes, timeoutMs, env }: TestRun): Step => ({
  name,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "bezel-tests-"));
    const report = join(folder, "report.xml");
    const options = ["--only-failures", `--parallel=${processes}`, `--timeout=${timeoutMs}`];
    const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
    const paths = files.map((file) => `./${file}`);
    const { output, exitCode } = await captureBun(["test", ...options, ...reporter, ...paths], {
      NODE_ENV: "test",
      ...env,
    });
    const text = await Bun.file(report)
      .text()
      .catch(() => undefined);
    rmSync(folder, { recursive: true });
    return judged({ ...countTests(text, files), output }, exitCode);
  },
});

/** An error outside any test shows in the exit code alone, and must not pass. */
const judged = (outcome: Outcome, exitCode: number): Outcome =>
  exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;

import { Size } from "./faults/plan.ts";
import { describeFailure } from "./report.ts";
import { simulate } from "./simulate.ts";

/** What a worker says of each seed, a line of JSON. */
export interface SeedResult {
  readonly seed: number;
  readonly events: number;
  readonly commands: number;
  /** Why it failed, in words. */
  readonly failure?: string;
}

/** Runs every `step`th seed from `from` up to `until`, and prints a line for each. */
function work([from = "1", until = "2", step = "1", size = "full"]: readonly string[]): void {
  for (let seed = Number(from); seed < Number(until); seed += Number(step)) {
    const run = simulate(seed, { size: Size.parse(size) });
    const { events, commands, violations } = run;
    const failure = violations.length > 0 ? { failure: describeFailure(run) } : {};
    const result: SeedResult = { seed, events, commands, ...failure };
    console.log(JSON.stringify(result));
  }
}

if (import.meta.main) work(process.argv.slice(2));

import { describePlan } from "./faults/plan.ts";
import type { Run } from "./simulate.ts";

/** Violations shown of one run; the first ones say what the others follow from. */
const shownMax = 12;

/** A failing run for people: how to have it again, what was planned, what happened last, and what is broken. */
export function describeFailure(run: Run): string {
  const { plan, violations, lastEvents, events, hash } = run;
  const shown = violations.slice(0, shownMax).map(({ check, detail }) => `  ${check}: ${detail}`);
  const more = violations.length > shownMax ? [`  and ${violations.length - shownMax} more`] : [];
  return [
    ...describePlan(plan),
    `the last of ${events} events (trace ${hash}):`,
    ...lastEvents.map((line) => `  ${line}`),
    `${violations.length} violations:`,
    ...shown,
    ...more,
    `again: ./bezel simulate --seed ${plan.seed}${plan.size === "full" ? "" : ` --size ${plan.size}`}`,
  ].join("\n");
}

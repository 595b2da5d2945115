import type { Outcome, Step } from "./outcome.ts";

/** Runs the steps one after the other, a line each, and what failed in full. Resolves with the exit code. */
export async function runSteps(steps: readonly Step[], cleanUp: () => Promise<void> = async () => {}): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, run } of steps) {
    const begun = performance.now();
    const outcome = await run();
    const tookS = (performance.now() - begun) / 1000;
    if (outcome.failed > 0) console.log(outcome.output.trimEnd());
    console.log(line(name, outcome, tookS));
    for (const count of ["passed", "failed", "skipped"] as const) total[count] += outcome[count];
  }
  await cleanUp();
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

function line(name: string, { passed, failed, skipped }: Outcome, tookS: number): string {
  const counts = [
    `${passed} passed`,
    ...(failed ? [`${failed} failed`] : []),
    ...(skipped ? [`${skipped} skipped`] : []),
  ];
  return `${failed ? "FAILED" : "ok    "}  ${name}: ${counts.join(", ")} (${tookS.toFixed(1)} s)`;
}

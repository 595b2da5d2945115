import type { Outcome, Step } from "./outcome.ts";

/** Runs the steps one after the other, a line each, and what failed in full. Resolves with the exit code. */
export async function runSteps(steps: readonly Step[], cleanUp: () => Promise<void> = async () => {}): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, run } of steps) {
    const begun = performance.now();
    if (process.stdout.isTTY) process.stdout.write(`…       ${name}\r`);
    const outcome = await run();
    const tookS = (performance.now() - begun) / 1000;
    const shown = outcome.failed > 0 ? outcome.output.trimEnd() : notes(outcome.output);
    if (shown !== "") console.log(shown);
    console.log(line(name, outcome, tookS));
    for (const count of ["passed", "failed", "skipped"] as const) total[count] += outcome[count];
  }
  await cleanUp();
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

/** What tests want people to know also when they pass, such as what they had to do without. */
const notes = (output: string) =>
  output
    .split("\n")
    .filter((text) => /^(note|models): /.test(text))
    .join("\n");

function line(name: string, { passed, failed, skipped }: Outcome, tookS: number): string {
  const counts = [
    `${passed} passed`,
    ...(failed ? [`${failed} failed`] : []),
    ...(skipped ? [`${skipped} skipped`] : []),
  ];
  return `${failed ? "FAILED" : "ok    "}  ${name}: ${counts.join(", ")} (${tookS.toFixed(1)} s)`;
}

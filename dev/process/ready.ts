import { readFileSync } from "node:fs";
import { eventually } from "#dev/testing/eventually.ts";
import { UserError } from "#dev/user-error.ts";
import type { Child } from "./child.ts";
import { lastWords } from "./last-words.ts";

/** Waits until `probe` succeeds; a server that ends or stays silent is stopped and reported with its last words. */
export async function untilReady(child: Child, probe: () => Promise<unknown>, deadlineMs = 30_000): Promise<void> {
  const state = await eventually(async () => (child.running() ? (await probe()) && "ready" : "ended"), {
    deadlineMs,
    everyMs: 15,
  }).catch(() => "silent");
  if (state === "ready") return;
  const what = state === "ended" ? `ended while starting (${await child.exited})` : "did not answer in time";
  await child.stop();
  throw new UserError(
    `${child.name} ${what}: ${lastWords(readFileSync(child.logFile, "utf8"))} (log: ${child.logFile})`,
  );
}

import { createHash } from "node:crypto";
import { type Rule, violations, type Write } from "#dev/checker/history.ts";
import { legalSteps } from "#dev/checker/legal-steps.ts";
import { type LogPlace, logged, readLog } from "#dev/checker/log.ts";
import type { Told } from "./client.ts";

/** The id a command has in the log: a function of who gave it under which key. */
const commandId = (principal: string, key: string): string =>
  createHash("sha256").update(`${principal}\n${key}`).digest("base64url").slice(0, 27);

/** How often the log breaks each rule, over everything that was acknowledged. */
export async function brokenRules(
  place: LogPlace,
  told: readonly Told[],
  principals: { readonly partner: string; readonly seller: string },
): Promise<Map<Rule, number>> {
  const operations = told.map(
    ({ key, by, order, version, calledMs, returnedMs }): Write => ({
      ...{ kind: "write", id: commandId(principals[by], key), order, calledMs, version },
      ...{ outcome: version === undefined ? "unknown" : "ok", returnedMs },
    }),
  );
  const { commits } = await readLog(place);
  const found = violations(logged(commits), operations, legalSteps);
  for (const violation of found.slice(0, 20)) console.error(violation);
  return new Map([...Map.groupBy(found, ({ rule }) => rule)].map(([rule, all]) => [rule, all.length]));
}

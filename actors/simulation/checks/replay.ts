import type { StoredCommit } from "#contracts/log/commit.ts";
import type { AnyAggregate } from "../../runtime/aggregate.ts";
import { decide, isRejection } from "../../runtime/decider.ts";
import type { Wish } from "../load/operation.ts";
import type { Violation } from "./violation.ts";

/** An aggregate's states by version, and within a version after each of its commands. */
export type States = readonly (readonly unknown[])[];

export const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Replays an aggregate's log through its decider, which must say again what the log says. */
export function replayed(
  aggregate: AnyAggregate,
  commits: readonly StoredCommit[],
  wishes: ReadonlyMap<string, Wish>,
  broken: Violation[],
): States {
  const { decider, outcome } = aggregate;
  let state: unknown = decider.initial;
  let head = 0;
  const states: unknown[][] = [[state]];
  for (const { aggregate: id, commit, seq } of commits) {
    const within: unknown[] = [];
    const complain = (check: string, detail: string) =>
      broken.push({ check, detail: `${id} v${commit.version}: ${detail}` });
    if (commit.version !== states.length) complain("gap", `is commit ${states.length}`);
    if (commit.prev !== head) complain("gap", `decided on ${commit.prev}, follows ${head}`);
    for (const committed of commit.commands) {
      const wish = wishes.get(committed.id);
      if (wish) {
        const decided = decide(decider, state, wish.command, { at: committed.at, by: committed.by });
        if (isRejection(decided) || !equal(decided, committed.events)) {
          complain("illegal", `${committed.id} gives ${JSON.stringify(decided)}`);
        }
      }
      for (const event of committed.events) state = decider.evolve(state, aggregate.history.read(event));
      if (!equal(outcome(state), committed.outcome)) complain("outcome", `${committed.id} was told something else`);
      within.push(state);
    }
    head = seq;
    states.push(within);
  }
  return states;
}

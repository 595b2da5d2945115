import type { StoredCommit } from "#contracts/log/commit.ts";
import type { AnyAggregate } from "../aggregate.ts";
import { CommandRegister } from "./register.ts";

/** What an activation holds of its aggregate: the log up to `head`, folded. */
export interface Fold {
  readonly state: unknown;
  /** The aggregate's version: the number of its commits. */
  readonly version: number;
  /** Stream sequence of the last commit; 0 when there is none. */
  readonly head: number;
  /** The commands the log accepted: what makes retries harmless. */
  readonly commands: CommandRegister;
}

export const emptyFold = (aggregate: AnyAggregate): Fold => ({
  state: aggregate.decider.initial,
  version: 0,
  head: 0,
  commands: new CommandRegister(aggregate.remembers),
});

/** The fold after the stored commits, which must follow it; `fold` itself is used up. Throws UnreadableEvent. */
export function replay(aggregate: AnyAggregate, fold: Fold, commits: readonly StoredCommit[]): Fold {
  const { commands } = fold;
  let { state, version, head } = fold;
  for (const { commit, seq } of commits) {
    for (const command of commit.commands) {
      for (const event of command.events) state = aggregate.decider.evolve(state, aggregate.history.read(event));
      commands.add(commit, command);
    }
    version = commit.version;
    head = seq;
  }
  return { state, version, head, commands };
}

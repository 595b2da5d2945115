import type { Commit, CommittedCommand, StoredCommit } from "#contracts/log/commit.ts";
import type { AnyAggregate } from "./aggregate.ts";

/** What an activation holds of its aggregate: the log up to `head`, folded. */
export interface Fold {
  readonly state: unknown;
  /** The aggregate's version: the number of its commits. */
  readonly version: number;
  /** Stream sequence of the last commit; 0 when there is none. */
  readonly head: number;
  /** Every command the log accepted, by id: the register that makes retries harmless. */
  readonly commands: ReadonlyMap<string, Remembered>;
}
export interface Remembered {
  readonly fingerprint: string;
  readonly version: number;
  readonly outcome: unknown;
}

export const emptyFold = (aggregate: AnyAggregate): Fold => ({
  state: aggregate.decider.initial,
  version: 0,
  head: 0,
  commands: new Map(),
});

/** The log holds an event of a type or version this release does not know: acting on half a history is worse than waiting. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";
}

function assertReadable(aggregate: AnyAggregate, commands: readonly CommittedCommand[]): void {
  for (const { events } of commands) {
    for (const { type, v } of events) {
      if (aggregate.readable[type]?.includes(v)) continue;
      throw new UnreadableEvent(`${aggregate.prefix}: cannot read ${type} version ${v}`);
    }
  }
}

export const remember = (commit: Commit, { fingerprint, outcome }: CommittedCommand): Remembered => ({
  fingerprint,
  version: commit.version,
  outcome,
});

/** The fold after the stored commits, which must follow it. Throws UnreadableEvent. */
export function replay(aggregate: AnyAggregate, fold: Fold, commits: readonly StoredCommit[]): Fold {
  const commands = new Map(fold.commands);
  let { state, version, head } = fold;
  for (const { commit, seq } of commits) {
    assertReadable(aggregate, commit.commands);
    for (const command of commit.commands) {
      for (const event of command.events) state = aggregate.decider.evolve(state, event);
      commands.set(command.id, remember(commit, command));
    }
    version = commit.version;
    head = seq;
  }
  return { state, version, head, commands };
}

import type { Accepted, Refused, State } from "#contracts/command/message.ts";
import type { CommittedCommand, StoredCommit } from "#contracts/log/commit.ts";
import type { AnyAggregate } from "../../runtime/aggregate.ts";
import { decide, isRejection } from "../../runtime/decider.ts";
import type { Operation } from "../load/operation.ts";
import { equal, type States } from "./replay.ts";

/** What an answer is compared with. */
export interface Witness {
  readonly aggregate: AnyAggregate;
  readonly commits: readonly StoredCommit[];
  readonly states: States;
}

const lastOf = (states: States, version: number): unknown => states[version]?.at(-1);

/** Why an answer is not what the log says, or undefined. */
export function contradiction(operation: Operation, witness: Witness): string | undefined {
  const { answer } = operation;
  if (answer?.kind === "state") return contradictsState(answer, witness);
  if (answer?.kind === "accepted") return contradictsAccepted(answer, operation, witness);
  return answer && contradictsRefused(answer, operation, witness);
}

function contradictsState({ version, state }: State, { states }: Witness): string | undefined {
  if (version >= states.length) return `read version ${version} of ${states.length - 1}`;
  return equal(state, lastOf(states, version)) ? undefined : `read another state than version ${version} has`;
}

export const committedIn = (commits: readonly StoredCommit[], id: string): CommittedCommand | undefined =>
  commits.flatMap(({ commit }) => commit.commands).find((command) => command.id === id);

function contradictsAccepted(answer: Accepted, { wish, ats }: Operation, witness: Witness): string | undefined {
  const { aggregate, commits, states } = witness;
  const committed = committedIn(commits, wish.id);
  if (committed) {
    if (!equal(committed.outcome, answer.outcome)) return `was told ${JSON.stringify(answer.outcome)}`;
    return overlooked(answer, committed, wish, aggregate.owner(lastOf(states, answer.version)));
  }
  // Nothing to do is accepted too: then the decider must say so in that version.
  const isNothing = (states[answer.version] ?? []).some((state) =>
    ats.some((at) => equal(decide(aggregate.decider, state, wish.command, { at, by: "sys_client" }), [])),
  );
  return isNothing ? undefined : "was accepted and is nowhere";
}

/** Why a command that is in the log should have been refused. */
function overlooked(
  { version }: Accepted,
  committed: CommittedCommand,
  { fingerprint, ifVersion, ifOwner }: Operation["wish"],
  owner: string | undefined,
): string | undefined {
  if (committed.fingerprint !== fingerprint) return "was accepted under another's key";
  if (ifOwner !== undefined && ifOwner !== owner) return "was accepted from a stranger";
  // The version before, or the same one when others were decided before it in one commit.
  const isStale = ifVersion !== undefined && ifVersion !== version - 1 && ifVersion !== version;
  return isStale ? `was decided on ${ifVersion} and accepted as ${version}` : undefined;
}

function contradictsRefused({ code, version }: Refused, operation: Operation, witness: Witness): string | undefined {
  const { wish, ats } = operation;
  const { aggregate, commits, states } = witness;
  if (code === "command/key-reused") return reusedKey(operation, commits);
  if (code === "command/stale") return wish.ifVersion === version ? "was stale though it was not" : undefined;
  if (code === aggregate.createWindow?.refusal) return undefined;
  if (code === aggregate.notFound && wish.ifOwner === "acc_other") return undefined;
  if (code === aggregate.notFound && version === 0 && wish.ifVersion) return undefined;
  // Refused on a state within the commit, or at the end of the one before it.
  const seen = [lastOf(states, version - 1), ...(states[version] ?? [])];
  const isRefused = seen.some((state) =>
    ats.some((at) => {
      const decided = decide(aggregate.decider, state, wish.command, { at, by: "sys_client" });
      return isRejection(decided) && decided.rejected === code;
    }),
  );
  return isRefused ? undefined : `was refused ${code} at version ${version}, where it is not`;
}

function reusedKey({ wish }: Operation, commits: readonly StoredCommit[]): string | undefined {
  const committed = committedIn(commits, wish.id);
  return committed && committed.fingerprint !== wish.fingerprint ? undefined : "was a reused key and is not";
}

import type { Accepted, CommandMessage, Refused } from "#contracts/command/message.ts";
import type { Commit, CommittedCommand } from "#contracts/log/commit.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";
import type { AnyAggregate } from "../aggregate.ts";
import { decide, isRejection } from "../decider.ts";
import type { Fold } from "./fold.ts";
import { longDone, type Remembered } from "./register.ts";

type Answer = Accepted | Refused;

/** What one turn would do: a commit to append (none when nothing happens) and the answer to each command. */
export interface Turn {
  readonly commit: Commit | undefined;
  /** Accepted commands of this turn have no sequence yet (0): the append gives it. */
  readonly answers: readonly Answer[];
  readonly state: unknown;
}

interface Draft {
  state: unknown;
  readonly version: number;
  readonly head: number;
  readonly accepted: CommittedCommand[];
}

const refused = (code: RefusalCode, version: number): Refused => ({ kind: "refused", code, version });

/** The answer to a command id the log knows already: the first one again, unless the parameters changed. */
const repeat = (message: CommandMessage, { fingerprint, version, outcome }: Remembered, seq: number): Answer =>
  fingerprint === message.fingerprint
    ? { kind: "accepted", version, seq, outcome, replayed: true }
    : refused("command/key-reused", version);

function decideOne(aggregate: AnyAggregate, draft: Draft, message: CommandMessage): Answer {
  const version = draft.version + (draft.accepted.length > 0 ? 1 : 0);
  if (message.ifVersion !== undefined && message.ifVersion !== version) {
    return refused(version === 0 ? aggregate.notFound : "command/stale", version);
  }
  const { at, by } = message;
  const decision = decide(aggregate.decider, draft.state, message.command, { at, by });
  if (isRejection(decision)) return refused(decision.rejected, version);
  if (decision.length === 0) {
    return { kind: "accepted", version, seq: draft.head, outcome: aggregate.outcome(draft.state), replayed: false };
  }
  for (const event of decision) draft.state = aggregate.decider.evolve(draft.state, event);
  const outcome = aggregate.outcome(draft.state);
  const { id, fingerprint, trace, source } = message;
  const why = { ...(trace === undefined ? {} : { trace }), ...(source === undefined ? {} : { source }) };
  draft.accepted.push({ id, fingerprint, by, at, events: [...decision], outcome, ...why });
  return { kind: "accepted", version: draft.version + 1, seq: 0, outcome, replayed: false };
}

function commitOf(aggregate: AnyAggregate, fold: Fold, draft: Draft): Commit | undefined {
  if (draft.accepted.length === 0) return undefined;
  const owner = aggregate.owner(draft.state);
  const commit = { version: fold.version + 1, prev: fold.head, commands: draft.accepted };
  return owner === undefined ? commit : { ...commit, owner };
}

/** Decides commands that wait together, in order, each on the state the ones before it leave. Pure. */
export function takeTurn(aggregate: AnyAggregate, fold: Fold, messages: readonly CommandMessage[]): Turn {
  const draft: Draft = { state: fold.state, version: fold.version, head: fold.head, accepted: [] };
  const answers = messages.map((message): Answer => {
    if (message.ifOwner !== undefined && message.ifOwner !== aggregate.owner(draft.state)) {
      return refused(aggregate.notFound, 0);
    }
    const twin = draft.accepted.find(({ id }) => id === message.id);
    const first = twin ? { ...twin, version: fold.version + 1 } : fold.commands.find(message.id, message.source);
    if (first === longDone) {
      return { kind: "accepted", version: fold.version, seq: fold.head, outcome: undefined, replayed: true };
    }
    return first ? repeat(message, first, fold.head) : decideOne(aggregate, draft, message);
  });
  return { commit: commitOf(aggregate, fold, draft), answers, state: draft.state };
}

/** The fold after a turn's commit was acknowledged at `seq`; the one before is used up. */
export function settle({ commands }: Fold, turn: Turn & { readonly commit: Commit }, seq: number): Fold {
  for (const command of turn.commit.commands) commands.add(turn.commit, command);
  return { state: turn.state, version: turn.commit.version, head: seq, commands };
}

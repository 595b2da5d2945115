import type { StoredCommit } from "#contracts/log/commit.ts";
import { type Operation as Asked, type LoggedCommit, violations } from "#dev/checker/history.ts";
import type { Operation } from "../load/operation.ts";
import type { Violation } from "./violation.ts";

const logged = ({ aggregate, commit }: StoredCommit): LoggedCommit => ({
  order: aggregate,
  version: commit.version,
  commands: commit.commands.map(({ id }) => ({ id, reached: [] })),
});

/** Refusals that tell nothing about the version they name. */
const isMasked = ({ wish, answer }: Operation): boolean =>
  answer?.kind === "refused" &&
  (answer.code === "command/key-reused" || answer.code.endsWith("create-window-closed") || wish.ifOwner !== undefined);

/**
 * A reused key is refused on account of the command that used it first. A closed create window is refused by the
 * clock alone, so an attempt that was decided before it closed may still be on its way into the log.
 */
const isFinal = ({ answer, ats }: Operation): boolean =>
  answer?.kind === "refused" &&
  answer.code !== "command/key-reused" &&
  !(answer.code.endsWith("create-window-closed") && ats.length > 1);

/** What changes nothing saw a version: a read, a refusal, a command with nothing to do. */
function seen({ wish, answer, calledMs, returnedMs }: Operation): Asked[] {
  return answer ? [{ kind: "read", order: wish.aggregate, version: answer.version, calledMs, returnedMs }] : [];
}

/** All attempts of a client and its repetitions under one id are one write. */
function written(attempts: readonly Operation[], isSure: boolean): Asked[] {
  const [first] = attempts;
  if (!first) return [];
  const calledMs = Math.min(...attempts.map((attempt) => attempt.calledMs));
  const write = { kind: "write", order: first.wish.aggregate, id: first.wish.id, calledMs } as const;
  const accepted = attempts.find(({ answer }) => answer?.kind === "accepted");
  if (accepted) {
    return [{ ...write, outcome: "ok", version: accepted.answer?.version, returnedMs: accepted.returnedMs }];
  }
  const isRefused = attempts.every((attempt) => attempt.answer?.kind === "refused" && isFinal(attempt));
  if (isRefused && isSure) return [{ ...write, outcome: "refused", returnedMs: first.returnedMs }];
  return [{ ...write, outcome: "unknown", returnedMs: Number.POSITIVE_INFINITY }];
}

const ofProcess = (order: string, id: string): Asked => ({
  ...{ kind: "write", outcome: "unknown", order, id },
  ...{ calledMs: 0, returnedMs: Number.POSITIVE_INFINITY },
});

/** All in which the log contradicts itself, what clients were told, or the order in which they were told. */
export function brokenHistory(
  commits: readonly StoredCommit[],
  operations: readonly Operation[],
  doubledIds: ReadonlySet<string>,
): Violation[] {
  const inLog = new Set(commits.flatMap(({ commit }) => commit.commands.map(({ id }) => id)));
  const changesNothing = ({ wish, answer }: Operation) =>
    wish.kind === "read" || answer?.kind === "refused" || (answer?.kind === "accepted" && !inLog.has(wish.id));
  const reads = operations.filter((operation) => changesNothing(operation) && !isMasked(operation)).flatMap(seen);
  const commands = operations.filter((operation) => operation.wish.kind === "command");
  const writes = [...Map.groupBy(commands, ({ wish }) => wish.id)].flatMap(([id, attempts]) => {
    if (!inLog.has(id) && attempts.some(({ answer }) => answer?.kind === "accepted")) return []; // Seen as a read above.
    return written(attempts, attempts.every(({ isAlone }) => isAlone) && !doubledIds.has(id));
  });
  // What processes sent is nobody's operation here; whether it was owed is looked at elsewhere.
  const sent = commits.flatMap(({ aggregate: order, commit }) =>
    commit.commands.filter(({ by }) => by !== "sys_client").map(({ id }) => ofProcess(order, id)),
  );
  return violations(commits.map(logged), [...reads, ...writes, ...sent], {}).map(({ rule, order, detail }) => ({
    check: rule,
    detail: `${order} ${detail}`,
  }));
}

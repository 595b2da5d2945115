import { findAggregate } from "../load/aggregates.ts";
import type { Operation, Wish } from "../load/operation.ts";
import type { World } from "../world/world.ts";
import { contradiction, type Witness } from "./answers.ts";
import { brokenHistory } from "./history.ts";
import { brokenProcesses } from "./processes.ts";
import { replayed } from "./replay.ts";
import type { Violation } from "./violation.ts";

/** Everything that must hold once a run is over. */
export function brokenPromises(world: World, operations: readonly Operation[]): Violation[] {
  const broken: Violation[] = world.reports.map((detail) => ({ check: "report", detail }));
  const wishes = new Map<string, Wish>(operations.map(({ wish }) => [wish.id, wish]));
  const witnesses = new Map<string, Witness>();
  for (const [id, asked] of Map.groupBy(operations, ({ wish }) => wish.aggregate)) {
    const aggregate = findAggregate(id);
    if (!aggregate) continue;
    const commits = world.commitsOf(id);
    witnesses.set(id, { aggregate, commits, states: replayed(aggregate, commits, wishes, broken) });
    for (const operation of asked) broken.push(...unanswered(operation), ...contradicted(operation, witnesses.get(id)));
  }
  const commits = world.logs.flatMap(({ entries }) => entries);
  broken.push(...brokenProcesses(world));
  return [...broken, ...brokenHistory(commits, operations, world.doubledIds)];
}

function unanswered({ wish, answer, isAbandoned }: Operation): Violation[] {
  if (answer || isAbandoned) return [];
  return [{ check: "liveness", detail: `${wish.id} ${wish.command.type} on ${wish.aggregate} was never answered` }];
}

function contradicted(operation: Operation, witness: Witness | undefined): Violation[] {
  const why = witness && contradiction(operation, witness);
  const { wish } = operation;
  return why ? [{ check: "answer", detail: `${wish.id} ${wish.command.type} on ${wish.aggregate} ${why}` }] : [];
}

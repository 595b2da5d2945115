import type { StoredCommit } from "#contracts/log/commit.ts";
import { consequencesOf } from "../../runtime/processes/process-manager.ts";
import { relay } from "../../testing/relay.ts";
import { keeping } from "../load/counter.ts";
import type { World } from "../world/world.ts";
import type { Violation } from "./violation.ts";

const commandsIn = (commits: readonly StoredCommit[]) => commits.flatMap(({ commit }) => commit.commands);
const eventsIn = (commits: readonly StoredCommit[]) => commandsIn(commits).flatMap(({ events }) => events);

/** Everything that process managers and timers owe once a run has come to rest. */
export function brokenProcesses(world: World): Violation[] {
  if (!world.plan.hasProcesses) return [];
  const commits = world.logs.flatMap(({ entries }) => entries);
  return [...brokenRelay(commits), ...brokenOrder(world, commits), ...brokenTimers(commits)];
}

/** What was emitted is taken once, or taken back once; nothing else is. */
function* brokenRelay(commits: readonly StoredCommit[]): Generator<Violation> {
  const owed = new Set(
    commits.flatMap((stored) => {
      const { aggregate, commit } = stored;
      return consequencesOf(relay, stored).map(({ reaction, index }) => {
        const isTaken = "send" in reaction && Number(reaction.send["n"]) >= 0;
        return `relay:${aggregate}:${commit.version}:${index}${isTaken ? "" : ".0"}`;
      });
    }),
  );
  const done = new Set(commandsIn(commits).flatMap(({ id, by }) => (by === relay.by ? [id] : [])));
  for (const id of owed) if (!done.has(id)) yield { check: "effect-lost", detail: id };
  for (const id of done) if (!owed.has(id)) yield { check: "effect-unasked", detail: id };
}

/** A target takes what one source emits in the order in which it was emitted. */
function* brokenOrder(world: World, commits: readonly StoredCommit[]): Generator<Violation> {
  const sources = new Set(commits.map(({ aggregate }) => aggregate).filter((id) => id.startsWith("src_")));
  const targets = new Set(commits.map(({ aggregate }) => aggregate).filter((id) => id.startsWith("tgt_")));
  for (const target of targets) {
    const taken = eventsIn(world.commitsOf(target));
    for (const source of sources) {
      const emitted = eventsIn(world.commitsOf(source)).filter(
        ({ type, to, n }) => type === "Emitted" && to === target && Number(n) >= 0,
      );
      const order = taken.filter(({ from }) => from === source).map(({ n }) => n);
      if (order.join() !== emitted.map(({ n }) => n).join())
        yield { check: "effect-order", detail: `${source} to ${target}` };
    }
  }
}

/** Every counter that is not kept is closed once, by its timer, and not before its time. */
function* brokenTimers(commits: readonly StoredCommit[]): Generator<Violation> {
  for (const [id, all] of Map.groupBy(commits, ({ aggregate }) => aggregate)) {
    if (!id.startsWith("cnt_")) continue;
    const events = eventsIn(all);
    const isKept = events.some(({ type, n }) => type === "Added" && n === keeping);
    const closed = events.filter(({ type }) => type === "Closed").length;
    if (closed > 1) yield { check: "timer-twice", detail: id };
    if (closed === 0 && !isKept) yield { check: "timer-lost", detail: id };
  }
}

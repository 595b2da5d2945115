import type { NodeInfo } from "../../runtime/placement/placement.ts";
import type { Life } from "../kernel/life.ts";
import type { World } from "../world/world.ts";
import type { IncidentKind } from "./kinds.ts";
import type { Incident } from "./plan.ts";

/** Begins an incident and gives what ends it. */
type Begin = (world: World, incident: Incident) => () => void;

const stopped = (world: World, life: Life): (() => void) => {
  life.pause();
  return () => world.kernel.resume(life);
};

/** Nothing gets through between the two any more, or only one way. */
function cut(world: World, one: string, other: string): () => void {
  const both = [`${one} ${other}`, `${other} ${one}`];
  const ways = world.dice.chance(0.7) ? both : [world.dice.pick(both)];
  for (const way of ways) world.cuts.add(way);
  return () => {
    for (const way of ways) world.cuts.delete(way);
  };
}

/** Some nodes, dead ones perhaps, and perhaps not those that are there. */
function wrongView(world: World): () => readonly NodeInfo[] {
  const everybody = world.nodes.map(({ info }) => info);
  const some = everybody.filter(() => world.dice.chance(0.5));
  return () => some;
}

const begin: Record<IncidentKind, Begin> = {
  "log-stalls": (world, { victim }) => {
    const server = world.logs[victim % world.logs.length];
    return server ? stopped(world, server.life) : () => {};
  },
  "node-pauses": (world, { victim }) => {
    const node = world.nodes[victim];
    return node ? stopped(world, node.life) : () => {};
  },
  "node-crashes": (world, { victim }) => {
    const life = world.nodes[victim]?.life;
    life?.end();
    return () => {
      if (world.nodes[victim]?.life === life) world.start(victim);
    };
  },
  "node-partitions": (world, { victim, other }) => cut(world, `n${victim}`, `n${other}`),
  "log-partitions": (world, { victim, other }) => cut(world, `n${victim}`, `log${other % world.logs.length}`),
  "wrong-views": (world, { victim }) => {
    world.wrongViews.set(victim, wrongView(world));
    return () => world.wrongViews.delete(victim);
  },
  "timers-lost": (world) => {
    world.timers.lose();
    return () => {};
  },
};

/** Lets a plan's incidents happen, and everything heal at their end. */
export function letHappen(world: World, fate: Life): void {
  const { kernel, plan } = world;
  for (const incident of plan.incidents) {
    const { kind, atMs, forMs, victim } = incident;
    kernel.after(atMs, fate, `${kind} ${victim} begins`, () => {
      const end = begin[kind](world, incident);
      kernel.after(Math.min(forMs, plan.faultsUntilMs - atMs), fate, `${kind} ${victim} ends`, end);
    });
  }
  kernel.after(plan.faultsUntilMs, fate, "everything heals", () => world.heal());
}

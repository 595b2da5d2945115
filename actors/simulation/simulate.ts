import { brokenPromises } from "./checks/all.ts";
import type { Violation } from "./checks/violation.ts";
import { letHappen } from "./faults/incidents.ts";
import type { FaultKind } from "./faults/kinds.ts";
import { type Plan, planOf, type Size } from "./faults/plan.ts";
import { Life } from "./kernel/life.ts";
import { Crowd } from "./load/crowd.ts";
import { noPlants, type Plants } from "./plants/plants.ts";
import { World } from "./world/world.ts";

/** After everything has healed, every client must have its answer within this, ms. */
const convergeWithinMs = 60_000;
/** By then every timer that anybody armed is due, ms. */
const timersWithinMs = 10_000;
/** Longer than any message is under way. */
const settleMs = 10_000;

export interface Run {
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  /** Equal for equal runs. */
  readonly hash: string;
  readonly events: number;
  readonly lastEvents: readonly string[];
  readonly commands: number;
  readonly commits: number;
  readonly virtualMs: number;
}

export interface Options {
  readonly size?: Size;
  readonly plants?: Plants;
  /** Faults that happen whatever the seed says. */
  readonly certain?: readonly FaultKind[];
}

/** One seed: builds its world, lets everything happen, and checks what must hold. */
export function simulate(seed: number, { size = "full", plants = noPlants, certain = [] }: Options = {}): Run {
  const plan = planOf(seed, size, certain);
  const world = new World(plan, plants);
  const { kernel } = world;
  const crowd = new Crowd(world);
  letHappen(world, new Life("fate"));
  crowd.begin();
  kernel.run(() => crowd.isDone && kernel.nowMs > plan.faultsUntilMs, plan.faultsUntilMs + convergeWithinMs);
  if (plan.hasProcesses) {
    const due = kernel.nowMs + timersWithinMs;
    kernel.run(() => kernel.nowMs > due && world.isAtRest, due + convergeWithinMs);
    if (!world.isAtRest) world.report("processes have not come to rest");
  }
  // Whatever is still under way arrives, and must change nothing that was told.
  kernel.run(() => false, kernel.nowMs + settleMs);
  crowd.readEverything();
  kernel.run(() => crowd.isDone, kernel.nowMs + convergeWithinMs);
  const { trace } = kernel;
  const run: Run = {
    plan,
    violations: brokenPromises(world, crowd.operations),
    hash: trace.hash,
    events: trace.events,
    lastEvents: trace.last,
    commands: crowd.operations.length,
    commits: world.logs.reduce((sum, { entries }) => sum + entries.length, 0),
    virtualMs: kernel.nowMs,
  };
  world.ended.abort();
  return run;
}

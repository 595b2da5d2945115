import type { Random } from "#dev/checker/random.ts";
import { eventually } from "#dev/testing/eventually.ts";
import { type Fault, faults } from "./fault.ts";
import { type Installation, type Role, roles, victimOf } from "./victims.ts";

/** Of undisturbed load before each fault, ms. */
const calmMs = 4_000;
/** After it was healed everything must be at work again within this, ms. */
const healthyWithinMs = 60_000;
/** One node and one server are cut off one way; the other faults strike everybody in turn. */
const oneWay: readonly Role[] = ["node 2", "the log's leader"];

/** What was done to whom, epoch ms. */
export interface Struck {
  readonly name: string;
  readonly fromMs: number;
  readonly healedMs: number;
  /** When every process said that it can work again. */
  readonly healthyMs: number;
}

interface Appointment {
  readonly fault: Fault;
  readonly role: Role;
}

/** Every fault to everybody, in an order that the seed says; `only` picks those whose name it is part of. */
export function schedule(choose: Random, only: string): Appointment[] {
  const all = faults.flatMap((fault) =>
    roles.filter((role) => fault.name !== "cut off one way" || oneWay.includes(role)).map((role) => ({ fault, role })),
  );
  const chosen = all.filter(({ fault, role }) => `${role} ${fault.name}`.includes(only));
  return chosen
    .map((appointment) => ({ appointment, place: choose(1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ appointment }) => appointment);
}

/** Strikes once, heals, and waits until everything works again. */
export async function strike(installation: Installation, { fault, role }: Appointment): Promise<Struck> {
  await Bun.sleep(calmMs);
  const victim = await victimOf(installation, role);
  const fromMs = Date.now();
  fault.strike(victim);
  await Bun.sleep(fault.lastsMs);
  const healedMs = Date.now();
  await fault.heal(victim);
  await allAtWork(installation);
  return { name: `${victim.name} ${fault.name}`, fromMs, healedMs, healthyMs: Date.now() };
}

/** Waits until every process says that it can work; false when that does not come true. */
export async function allAtWork({ cluster, nodes }: Installation): Promise<boolean> {
  const atWork = async () => (await cluster.healthy()) && (await nodes.ready());
  const wait = { deadlineMs: healthyWithinMs, everyMs: 100, what: "every process at work" };
  return eventually(atWork, wait).catch((error: unknown) => {
    console.log(String(error));
    return false;
  });
}

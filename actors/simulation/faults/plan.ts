import { z } from "zod";
import { Dice } from "../kernel/dice.ts";
import { type FaultKind, faultKinds, type IncidentKind, incidentKinds } from "./kinds.ts";

/** One fault with a beginning and an end. */
export interface Incident {
  readonly kind: IncidentKind;
  readonly atMs: number;
  readonly forMs: number;
  /** The node it strikes, or the log stream. */
  readonly victim: number;
  /** The other side of a partition between nodes. */
  readonly other: number;
}

/** How many aggregates there are: for a run of many seeds, or for a quick check. */
export const Size = z.enum(["small", "full"]);
export type Size = z.infer<typeof Size>;
const sizes = { small: { counters: 30, orders: 4, sources: 4 }, full: { counters: 180, orders: 24, sources: 12 } };

/** Everything a seed decides before its run begins. */
export interface Plan {
  readonly seed: number;
  readonly size: Size;
  readonly counters: number;
  readonly orders: number;
  readonly sources: number;
  readonly nodes: number;
  readonly streams: number;
  readonly kinds: ReadonlySet<FaultKind>;
  /** How often one of those kinds strikes a message. */
  readonly messageFaults: number;
  readonly incidents: readonly Incident[];
  /** The true time at which the run begins, epoch ms. */
  readonly beginsAtMs: number;
  /** Whether process managers and timers are at work, too. */
  readonly hasProcesses: boolean;
  /** How far each node's clock is off, ms. */
  readonly skewsMs: readonly number[];
  /** How long clients think between two commands at most, ms. */
  readonly thinkMs: number;
  /** Until when faults happen; afterwards everything heals. */
  readonly faultsUntilMs: number;
}

const ordinaryDayMs = Date.parse("2026-11-22T08:00:00.000Z");
/** Create windows close six seconds later: five minutes after midnight, for clocks may differ. */
const nearMonthEndMs = Date.parse("2026-12-01T00:04:54.000Z");

/** Nodes' clocks differ by less than this from the true time, ms. */
export const skewMaxMs = 400;

/** What a seed stands for; with `certain` faults on top and often, for runs that are to show what they do. */
export function planOf(seed: number, size: Size, certain: readonly FaultKind[] = []): Plan {
  const dice = new Dice(seed);
  const nodes = 2 + dice.below(3);
  const streams = dice.pick([1, 2]);
  // One seed in sixteen has no faults at all: what fails there is plainly wrong.
  const usual = dice.below(16) > 0;
  const kinds = new Set([...faultKinds.filter(() => usual && dice.chance(0.4)), ...certain]);
  const faultsUntilMs = dice.pick([4_000, 12_000, 25_000]);
  const incidents = incidentKinds
    .filter((kind) => kinds.has(kind))
    .flatMap((kind) => Array.from({ length: 1 + dice.below(4) }, () => incident(dice, kind, nodes, faultsUntilMs)));
  return {
    seed,
    size,
    ...sizes[size],
    nodes,
    streams,
    kinds,
    messageFaults: certain.length > 0 ? 0.1 : dice.pick([0.005, 0.02, 0.1]),
    incidents: incidents.sort((a, b) => a.atMs - b.atMs),
    beginsAtMs: kinds.has("month-end") ? nearMonthEndMs : ordinaryDayMs,
    skewsMs: Array.from({ length: nodes }, () =>
      kinds.has("clock-skew") ? Math.floor(dice.between(-skewMaxMs, skewMaxMs)) : 0,
    ),
    // A damaged read makes a command fail for good, and what a process owes is then left to people.
    hasProcesses: dice.chance(0.35) && !kinds.has("damaged-reads"),
    thinkMs: dice.pick([3, 60, 600]),
    faultsUntilMs,
  };
}

function incident(dice: Dice, kind: IncidentKind, nodes: number, faultsUntilMs: number): Incident {
  const atMs = Math.floor(dice.between(0, faultsUntilMs));
  const victim = dice.below(nodes);
  // Shorter and longer than requests wait and leases last.
  const forMs = Math.floor(dice.between(20, dice.pick([300, 3_000, 12_000])));
  return { kind, atMs, forMs, victim, other: (victim + 1 + dice.below(nodes - 1)) % nodes };
}

/** The plan in lines for people. */
export function describePlan(plan: Plan): string[] {
  const { seed, nodes, streams, kinds, messageFaults, skewsMs, thinkMs, faultsUntilMs } = plan;
  const facts = `seed ${seed}: ${nodes} nodes, ${streams} log streams, clients think up to ${thinkMs} ms${plan.hasProcesses ? ", processes" : ""}`;
  const faults = [...kinds].join(", ") || "none";
  return [
    `${facts}, faults until ${faultsUntilMs} ms`,
    `faults: ${faults}; ${messageFaults * 100} % of messages; clocks off by ${skewsMs.join(", ")} ms`,
    ...plan.incidents.map(
      ({ kind, atMs, forMs, victim, other }) => `  ${atMs} ms: ${kind} for ${forMs} ms (${victim}, ${other})`,
    ),
  ];
}

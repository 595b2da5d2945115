import type { Direction, Line } from "../cluster/line.ts";

/** A line to somebody else, and which way leads out. */
export interface OwnLine {
  readonly line: Line;
  readonly out: Direction;
}

/** One process of the installation, and everything that can be done to it. */
export interface Victim {
  /** What it is at this moment, such as "the log's leader (nats-2)". */
  readonly name: string;
  readonly pid: () => number;
  /** Resolves when a new process has taken its place. */
  readonly restart: () => Promise<void>;
  readonly lines: readonly OwnLine[];
}

export interface Fault {
  readonly name: string;
  /** How long it lasts before it is healed, ms. */
  readonly lastsMs: number;
  readonly strike: (victim: Victim) => void;
  readonly heal: (victim: Victim) => Promise<void>;
}

const healLines = async ({ lines }: Victim): Promise<void> => {
  for (const { line } of lines) line.heal();
};
const signal = (name: NodeJS.Signals) => (victim: Victim) => {
  process.kill(victim.pid(), name);
};

const killed: Fault = {
  name: "killed",
  lastsMs: 3_000,
  strike: signal("SIGKILL"),
  heal: (victim) => victim.restart(),
};
/** Longer than a node's lease, so that others take over what it wakes up believing to own. */
const stopped: Fault = {
  name: "stopped",
  lastsMs: 9_000,
  strike: signal("SIGSTOP"),
  heal: async (victim) => signal("SIGCONT")(victim),
};
const cutOff: Fault = {
  name: "cut off",
  lastsMs: 12_000,
  strike: ({ lines }) => {
    for (const { line } of lines) line.hold("up", "down");
  },
  heal: healLines,
};
/** Hears everybody, and nobody hears it. */
const unheard: Fault = {
  name: "cut off one way",
  lastsMs: 12_000,
  strike: ({ lines }) => {
    for (const { line, out } of lines) line.hold(out);
  },
  heal: healLines,
};

export const faults: readonly Fault[] = [killed, stopped, cutOff, unheard];

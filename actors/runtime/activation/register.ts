import { LRUCache } from "lru-cache";
import type { Commit, CommittedCommand, Source } from "#contracts/log/commit.ts";

/** What is kept of a command the log accepted: enough to give its first answer again. */
export interface Remembered {
  readonly fingerprint: string;
  readonly version: number;
  readonly outcome: unknown;
}

/** A register as a snapshot keeps it. */
export interface RegisterData {
  readonly commands: readonly (readonly [string, Remembered])[];
  /** By process and stream: the floor, and the commands above it. */
  readonly processes: readonly (readonly [string, number, readonly (readonly [string, Remembered, number])[]])[];
}

/** What one process manager has sent: everything above its floor, the log position up to which it has all behind it. */
interface FromProcess {
  floor: number;
  readonly commands: Map<string, { readonly first: Remembered; readonly seq: number }>;
}

/** The answer to a command that was dealt with so long ago that only this is known of it. */
export const longDone = "long done";

/** Outcomes are few and every aggregate has many: one object stands for all that are equal. */
const outcomes = new LRUCache<string, { readonly outcome: unknown }>({ max: 1_000 });

function shared(outcome: unknown): unknown {
  const text = JSON.stringify(outcome) ?? "";
  const known = outcomes.get(text) ?? { outcome };
  outcomes.set(text, known);
  return known.outcome;
}

const keyOf = ({ process, stream }: Source): string => `${process}/${stream}`;

/**
 * The commands an aggregate has accepted, which makes retries harmless. Short-lived aggregates keep all of them.
 * Long-lived ones keep the last `max` of their clients, and of each process manager those above its floor: what is
 * below it was acknowledged by the process, and comes again only as a redelivery that must change nothing.
 */
export class CommandRegister {
  readonly #clients = new Map<string, Remembered>();
  /** Most aggregates never hear from a process, so it is made when one speaks. */
  #processes: Map<string, FromProcess> | undefined;

  constructor(readonly max: number = Number.POSITIVE_INFINITY) {}

  /** What a command with this id and source was answered first; undefined when it is new. */
  find(id: string, source: Source | undefined): Remembered | typeof longDone | undefined {
    const known = this.#clients.get(id);
    if (known || !source) return known;
    const process = this.#processes?.get(keyOf(source));
    if (process && source.seq <= process.floor) return longDone;
    // Looked for under every stream: its source may have moved to another one since it was sent.
    for (const { commands } of this.#processes?.values() ?? []) {
      const first = commands.get(id)?.first;
      if (first) return first;
    }
    return undefined;
  }

  add({ version }: Commit, { id, fingerprint, outcome, source }: CommittedCommand): void {
    const first = { fingerprint, version, outcome: shared(outcome) };
    if (source && this.max < Number.POSITIVE_INFINITY) this.#addOfProcess(id, first, source);
    else this.#addOfClient(id, first);
  }

  #addOfClient(id: string, first: Remembered): void {
    this.#clients.set(id, first);
    if (this.#clients.size <= this.max) return;
    const [oldest] = this.#clients.keys(); // A Map keeps the order of arrival.
    if (oldest !== undefined) this.#clients.delete(oldest);
  }

  #addOfProcess(id: string, first: Remembered, source: Source): void {
    this.#processes ??= new Map();
    const process = this.#processes.get(keyOf(source)) ?? { floor: 0, commands: new Map() };
    this.#processes.set(keyOf(source), process);
    process.commands.set(id, { first, seq: source.seq });
    if (source.floor <= process.floor) return;
    process.floor = source.floor;
    for (const [known, { seq }] of process.commands) if (seq <= process.floor) process.commands.delete(known);
  }

  /** How many commands are remembered. */
  get size(): number {
    let size = this.#clients.size;
    for (const { commands } of this.#processes?.values() ?? []) size += commands.size;
    return size;
  }

  data(): RegisterData {
    const processes = [...(this.#processes ?? [])].map(([key, { floor, commands }]) => {
      const above = [...commands].map(([id, { first, seq }]) => [id, first, seq] as const);
      return [key, floor, above] as const;
    });
    return { commands: [...this.#clients], processes };
  }

  static of({ commands, processes }: RegisterData, max: number): CommandRegister {
    const register = new CommandRegister(max);
    for (const [id, first] of commands) register.#clients.set(id, first);
    for (const [key, floor, above] of processes) {
      const kept = new Map(above.map(([id, first, seq]) => [id, { first, seq }]));
      register.#processes ??= new Map();
      register.#processes.set(key, { floor, commands: kept });
    }
    return register;
  }
}

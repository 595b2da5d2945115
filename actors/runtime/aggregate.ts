import type { z } from "zod";
import type { History } from "#contracts/log/history.ts";
import type { RefusalCode } from "#contracts/shared/refusal.ts";
import type { Decider } from "./decider.ts";

/** All the runtime knows of one kind of aggregate. */
export interface Aggregate<State, Command extends { type: string }, Event extends { type: string }> {
  /** The part of its ids before the underscore. */
  readonly prefix: string;
  readonly decider: Decider<State, Command, Event>;
  readonly command: z.ZodType<Command>;
  /** How its stored events are read, older versions too. */
  readonly history: History<Event>;
  /** Commands that bring an aggregate into being: they are decided without reading the log first. */
  readonly creates: ReadonlySet<Command["type"]>;
  /** Whether an aggregate with this id may be created at this instant (epoch ms), and the refusal when not. */
  readonly createWindow?: { readonly isOpen: (id: string, now: number) => boolean; readonly refusal: RefusalCode };
  /** Clients' commands it remembers, the last ones; all for ever when left out, as short-lived aggregates do. */
  readonly remembers?: number;
  /** For long logs: a snapshot is kept whenever this many commits have come. Its state must survive JSON. */
  readonly snapshotEvery?: number;
  /** Whether a state accepts nothing any more, so that the aggregate may leave the log; never when left out. */
  readonly isFinal?: (state: State) => boolean;
  /** The refusal for what is not there, or is another's. */
  readonly notFound: RefusalCode;
  /** Whom it belongs to; written into each commit. */
  readonly owner: (state: State) => string | undefined;
  /** What an accepted command is answered, taken from the state it leads to; small, for it is stored. */
  readonly outcome: (state: State) => unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds aggregates of every state, command and event
export type AnyAggregate = Aggregate<any, any, any>;

/** Finds an aggregate's kind by its id. */
export function registry(aggregates: readonly AnyAggregate[]) {
  const byPrefix = new Map(aggregates.map((aggregate) => [aggregate.prefix, aggregate]));
  return (id: string): AnyAggregate | undefined => byPrefix.get(id.slice(0, id.indexOf("_")));
}
export type Registry = ReturnType<typeof registry>;

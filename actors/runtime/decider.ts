import type { RefusalCode } from "#contracts/shared/refusal.ts";

/** A refusal is a value: the gateway must answer it, and nothing was written. */
export interface Rejection {
  readonly rejected: RefusalCode;
}
export const reject = (rejected: RefusalCode): Rejection => ({ rejected });
export const isRejection = (decision: object): decision is Rejection => "rejected" in decision;

/** When and by whom a command was given: time and people come with the command, never from a clock. */
export interface Given {
  readonly at: string;
  readonly by: string;
}

type ByType<Message extends { type: string }, Type> = Extract<Message, { type: Type }>;

/** A pure decider: what a command means for a state, and what an event makes of it. No clock, no I/O, no randomness. */
export interface Decider<State, Command extends { type: string }, Event extends { type: string }> {
  readonly initial: State;
  readonly decide: {
    readonly [Type in Command["type"]]: (
      state: State,
      command: ByType<Command, Type>,
      given: Given,
    ) => readonly Event[] | Rejection;
  };
  readonly evolve: (state: State, event: Event) => State;
}

/** Decides one command on a state. */
export function decide<State, Command extends { type: string }, Event extends { type: string }>(
  decider: Decider<State, Command, Event>,
  state: State,
  command: Command,
  given: Given,
): readonly Event[] | Rejection {
  const row = decider.decide[command.type as Command["type"]] as (
    state: State,
    command: Command,
    given: Given,
  ) => readonly Event[] | Rejection;
  return row(state, command, given);
}

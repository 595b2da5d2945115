import { expect } from "bun:test";
import { type Decider, decide } from "../runtime/decider.ts";

/** Fixed, so that every test means the same moment and person. */
export const testGiven = { at: "2026-11-22T08:00:00.000Z", by: "sys_test" };

/** Given past events, when a command, then events or a refusal: a decider's test reads like a rule. */
export function deciderSpecification<State, Command extends { type: string }, Event extends { type: string }>(
  decider: Decider<State, Command, Event>,
) {
  return (...past: readonly (Event | readonly Event[])[]) => {
    const state = past.flat().reduce<State>((folded, event) => decider.evolve(folded, event as Event), decider.initial);
    return {
      state,
      when: (command: Command, given = testGiven) => {
        const decision = decide(decider, state, command, given);
        return {
          decision,
          /** Exactly these events, compared without what the command's time adds. */
          thenEvents: (...events: readonly Partial<Event>[]) => {
            expect(decision).toMatchObject(events as object[]);
            expect(decision).toHaveLength(events.length);
          },
          thenRefused: (code: string) => expect(decision as unknown).toEqual({ rejected: code }),
        };
      },
    };
  };
}

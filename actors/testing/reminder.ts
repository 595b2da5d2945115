import { z } from "zod";
import { historyOf } from "#contracts/log/history.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** The smallest aggregate with a timer: it is set for an instant, rings then, and can be cleared or set anew before. */
const SetReminder = z.strictObject({ type: z.literal("Set"), ringAt: z.iso.datetime() });
const Clear = z.strictObject({ type: z.literal("Clear") });
const Ring = z.strictObject({ type: z.literal("Ring"), ringAt: z.iso.datetime() });
const ReminderCommand = z.discriminatedUnion("type", [SetReminder, Clear, Ring]);
type ReminderCommand = z.infer<typeof ReminderCommand>;
type ReminderEvent =
  | { type: "ReminderSet"; v: 1; at: string; ringAt: string }
  | { type: "ReminderCleared"; v: 1; at: string }
  | { type: "Rang"; v: 1; at: string };

/** What it is set for, and when it has rung. */
export interface Reminder {
  readonly ringAt?: string;
  readonly rang: readonly string[];
}

const history = historyOf<ReminderEvent>({ ReminderSet: 1, ReminderCleared: 1, Rang: 1 });

export const reminderAggregate: Aggregate<Reminder, ReminderCommand, ReminderEvent> = {
  prefix: "rem",
  decider: {
    initial: { rang: [] },
    evolve: ({ rang }, event) => {
      if (event.type === "ReminderSet") return { rang, ringAt: event.ringAt };
      return event.type === "Rang" ? { rang: [...rang, event.at] } : { rang };
    },
    decide: {
      Set: (_, { ringAt }, { at }) => [{ type: "ReminderSet", v: 1, at, ringAt }],
      Clear: (_, __, { at }) => [{ type: "ReminderCleared", v: 1, at }],
      // A timer that is not the current one any more is no error.
      Ring: (state, { ringAt }, { at }) => (state.ringAt === ringAt ? [{ type: "Rang", v: 1, at }] : []),
    },
  },
  command: ReminderCommand,
  history,
  creates: new Set(),
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: () => ({}),
};

export const reminders: ProcessManager = {
  name: "reminders",
  by: "sys_reminders",
  react: reactTo("rem", history, {
    ReminderSet: ({ ringAt }) => [{ arm: "ring", at: ringAt, command: { type: "Ring", ringAt } }],
    ReminderCleared: () => [{ cancel: "ring" }],
    Rang: () => [{ cancel: "ring" }],
  }),
};

import { z } from "zod";
import { historyOf } from "#contracts/log/history.ts";
import type { Aggregate } from "../runtime/aggregate.ts";
import { reject } from "../runtime/decider.ts";
import { type ProcessManager, reactTo } from "../runtime/processes/process-manager.ts";

/** Two small aggregates and a process manager between them: what a source emits, a target takes. */
const Emit = z.strictObject({ type: z.literal("Emit"), n: z.int(), to: z.string() });
const TakeBack = z.strictObject({ type: z.literal("TakeBack"), n: z.int() });
const SourceCommand = z.discriminatedUnion("type", [Emit, TakeBack]);
type SourceCommand = z.infer<typeof SourceCommand>;
type SourceEvent =
  | { type: "Emitted"; v: 1; at: string; n: number; to: string }
  | { type: "TakenBack"; v: 1; at: string; n: number };

export interface SourceState {
  readonly emitted: readonly number[];
  readonly takenBack: readonly number[];
}

const sourceHistory = historyOf<SourceEvent>({ Emitted: 1, TakenBack: 1 });

export const sourceAggregate: Aggregate<SourceState, SourceCommand, SourceEvent> = {
  prefix: "src",
  decider: {
    initial: { emitted: [], takenBack: [] },
    evolve: ({ emitted, takenBack }, event) =>
      event.type === "Emitted"
        ? { emitted: [...emitted, event.n], takenBack }
        : { emitted, takenBack: [...takenBack, event.n] },
    decide: {
      Emit: (_, { n, to }, { at }) => [{ type: "Emitted", v: 1, at, n, to }],
      TakeBack: (_, { n }, { at }) => [{ type: "TakenBack", v: 1, at, n }],
    },
  },
  command: SourceCommand,
  history: sourceHistory,
  creates: new Set(),
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: () => ({}),
};

const Take = z.strictObject({ type: z.literal("Take"), n: z.int(), from: z.string() });
type Take = z.infer<typeof Take>;
type Taken = { type: "Taken"; v: 1; at: string; n: number; from: string };
/** What it took, in the order it came. */
export type TargetState = readonly { readonly n: number; readonly from: string; readonly at: string }[];

/** Takes what is not negative. Long-lived: it remembers a few clients' commands, and a floor for each process. */
export const targetAggregate: Aggregate<TargetState, Take, Taken> = {
  prefix: "tgt",
  decider: {
    initial: [],
    evolve: (taken, { n, from, at }) => [...taken, { n, from, at }],
    decide: {
      Take: (_, { n, from }, { at }) =>
        n < 0 ? reject("order/illegal-transition") : [{ type: "Taken", v: 1, at, n, from }],
    },
  },
  command: Take,
  history: historyOf<Taken>({ Taken: 1 }),
  creates: new Set(),
  remembers: 3,
  notFound: "order/not-found",
  owner: () => undefined,
  outcome: () => ({}),
};

/** Everything emitted is taken, or taken back when its target refuses. */
export const relay: ProcessManager = {
  name: "relay",
  by: "sys_relay",
  react: reactTo("src", sourceHistory, {
    Emitted: ({ n, to }, { aggregate: from }) => [
      { send: { type: "Take", n, from }, to, onRefused: () => [{ send: { type: "TakeBack", n }, to: from }] },
    ],
  }),
};

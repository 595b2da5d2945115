import { fingerprintOf } from "#contracts/command/fingerprint.ts";
import type { Reply } from "#contracts/command/message.ts";
import { ActorHost, type Send } from "../runtime/activation/host.ts";
import { registry } from "../runtime/aggregate.ts";
import type { EventLog } from "../runtime/log/event-log.ts";
import type { PerformDeps } from "../runtime/processes/perform.ts";
import type { Timers } from "../runtime/processes/timers.ts";
import { type SourceState, sourceAggregate, type TargetState, targetAggregate } from "./relay.ts";

const answerWithinMs = 5_000;
const noTimers: Timers = { arm: async () => {}, cancel: async () => {}, missing: async () => [] };

/** Sources and targets at work on a log, and what a process manager between them needs. */
export function relayWorld(log: EventLog) {
  const find = registry([sourceAggregate, targetAggregate]);
  const deps = { log, isFull: () => false, pause: Bun.sleep, now: Date.now, report: console.error };
  const { send } = new ActorHost(find, deps);
  const deadline = () => Date.now() + answerWithinMs;
  let ids = 0;

  const outcomes: string[] = [];
  const performing = (through: Send = send): PerformDeps<never> => ({
    send: through,
    now: Date.now,
    record: ({ type, outcome }) => outcomes.push(`${type} ${outcome}`),
    timers: noTimers,
    handOver: async () => {},
  });

  async function emit(aggregate: string, to: string, n: number): Promise<Reply> {
    const command = { type: "Emit", n, to };
    const id = `emit:${++ids}`;
    const given = { by: "sys_test", at: new Date().toISOString(), deadline: deadline() };
    return send({ kind: "command", aggregate, command, id, fingerprint: fingerprintOf(command), ...given });
  }

  async function stateOf<State>(aggregate: string): Promise<State> {
    const reply = await send({ kind: "read", aggregate, deadline: deadline() });
    if (reply.kind !== "state") throw new Error(`${aggregate}: ${reply.kind}`);
    return reply.state as State;
  }

  return {
    send,
    emit,
    performing,
    outcomes,
    /** The numbers a target has taken, in order. */
    taken: async (target: string) => (await stateOf<TargetState>(target)).map(({ n }) => n),
    takenFrom: async (target: string, source: string) =>
      (await stateOf<TargetState>(target)).filter(({ from }) => from === source).map(({ n }) => n),
    takenBack: async (source: string) => (await stateOf<SourceState>(source)).takenBack,
  };
}
export type RelayWorld = ReturnType<typeof relayWorld>;

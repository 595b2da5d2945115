import type { CommandMessage, Reply } from "#contracts/command/message.ts";
import { testClock } from "../memory/clock.ts";
import { memoryEventLog } from "../memory/event-log.ts";
import { memoryTimers } from "../memory/timers.ts";
import { ActorHost } from "../runtime/activation/host.ts";
import { type AnyAggregate, registry } from "../runtime/aggregate.ts";
import { managerFollower } from "../runtime/processes/manager-follower.ts";
import type { ProcessManager } from "../runtime/processes/process-manager.ts";
import { timerFollower } from "../runtime/processes/timer-follower.ts";

export interface WorldOptions {
  readonly aggregates: readonly AnyAggregate[];
  readonly managers: readonly ProcessManager[];
  /** When it begins, RFC 3339. */
  readonly at: string;
}

const encoder = new TextEncoder();
const bytesOf = (value: unknown) => encoder.encode(JSON.stringify(value));
const withinMs = 1_000;

/**
 * A Bezel in one process without servers: the runtime's own hosts, process managers and timers, on a log in memory and
 * a clock that stands still until a test lets time pass. What a command causes has happened when it is answered.
 */
export function memoryWorld({ aggregates, managers, at }: WorldOptions) {
  const clock = testClock(Date.parse(at));
  const log = memoryEventLog();
  const report = (error: unknown) => {
    throw error;
  };
  const pause = async () => {};
  const host = new ActorHost(registry(aggregates), { log, isFull: () => false, pause, now: clock.now, report });
  const sending = { send: host.send, now: clock.now, record: () => {} };
  const firing = timerFollower(sending);
  const timers = memoryTimers(clock, async (timer) => {
    const { aggregate } = timer;
    await firing.handle({ aggregate, stream: 0, seq: 0, data: bytesOf(timer) }, undefined);
    await settle();
  });
  const handOver = async () => {};
  const followers = managers.map((manager) => managerFollower(manager, { ...sending, timers, handOver }));
  let handled = 0;

  /** Has every process manager deal with every commit it has not seen, and with those that come of it. */
  async function settle(): Promise<void> {
    for (let stored = log.entries[handled]; stored; stored = log.entries[handled]) {
      handled += 1;
      const { aggregate, stream, seq, commit } = stored;
      const delivery = { aggregate, stream, seq, data: bytesOf(commit) };
      for (const { handle } of followers) await handle(delivery, { incarnation: "memory", floor: seq - 1 });
    }
  }

  const now = () => new Date(clock.now()).toISOString();
  let given = 0;
  return {
    log,
    now,
    /** Gives a command, now. */
    give: async (aggregate: string, command: CommandMessage["command"], by = "sys_test"): Promise<Reply> => {
      const id = `given-${++given}`;
      const when = { at: now(), deadline: clock.now() + withinMs };
      const reply = await host.send({ kind: "command", aggregate, command, id, fingerprint: id, by, ...when });
      await settle();
      return reply;
    },
    /** An aggregate's state; undefined when there is none. */
    state: async (aggregate: string): Promise<unknown> => {
      const reply = await host.send({ kind: "read", aggregate, deadline: clock.now() + withinMs });
      return reply.kind === "state" ? reply.state : undefined;
    },
    /** Lets time pass up to an instant, RFC 3339. */
    passUntil: (until: string): Promise<void> => clock.passUntil(Date.parse(until)),
    /** Deals with everything once more from the beginning, as after a lost position. */
    redeliver: (): Promise<void> => {
      handled = 0;
      return settle();
    },
  };
}

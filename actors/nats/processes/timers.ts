import { type Names, partitionOf } from "#contracts/shared/subjects.ts";
import { orNotNow } from "../../runtime/processes/not-now.ts";
import type { Timer, TimerRef, Timers } from "../../runtime/processes/timers.ts";
import type { Nats } from "../connection.ts";

/** The version in the last token of a timer's subject. */
const versionIn = (subject: string): number => Number(subject.slice(subject.lastIndexOf(".") + 1));

/**
 * Timers as message schedules (NATS ADR-51): the server keeps each with its stream, fsynced and replicated as that is,
 * and puts the message on its target subject when it is due.
 */
export function natsTimers({ js, jsm }: Nats, names: Names): Timers {
  const subjectsOf = async (filter: string): Promise<string[]> => {
    const { state } = await jsm.streams.info(names.timerStream, { subjects_filter: filter });
    return Object.keys(state.subjects ?? {});
  };

  async function arm(timer: Timer): Promise<void> {
    const { aggregate, name, version, at } = timer;
    // On the same subject the schedule of now takes the place of the one before.
    await js.publish(names.timer(aggregate, name, version), JSON.stringify(timer), {
      schedule: { specification: { at }, target: names.dueTimer(aggregate, name, version) },
    });
  }

  async function cancel({ aggregate, name, version }: TimerRef): Promise<void> {
    for (const subject of await subjectsOf(names.timersOf(aggregate, name))) {
      if (versionIn(subject) <= version) await jsm.streams.purge(names.timerStream, { filter: subject });
    }
  }

  async function missingOf(partition: number, timers: readonly TimerRef[]): Promise<TimerRef[]> {
    const held = new Set((await Promise.all(names.timersOfPartition(partition).map(subjectsOf))).flat());
    return timers.filter(
      ({ aggregate, name, version }) =>
        !held.has(names.timer(aggregate, name, version)) && !held.has(names.dueTimer(aggregate, name, version)),
    );
  }

  async function missing(timers: readonly TimerRef[]): Promise<TimerRef[]> {
    const found: TimerRef[] = [];
    const byPartition = Map.groupBy(timers, ({ aggregate }) => partitionOf(aggregate));
    for (const [partition, some] of byPartition) found.push(...(await missingOf(partition, some)));
    return found;
  }

  return {
    arm: (timer) => orNotNow("a timer was not armed", arm(timer)),
    cancel: (timer) => orNotNow("a timer was not cancelled", cancel(timer)),
    missing: (timers) => orNotNow("the timers cannot be listed", missing(timers)),
  };
}

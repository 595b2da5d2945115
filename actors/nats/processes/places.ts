import type { Names } from "#contracts/shared/subjects.ts";
import { timerProcess } from "../../runtime/processes/timer-follower.ts";
import type { Place } from "./session.ts";

/** A process's places: one in every log stream. */
export const placesInLog = (names: Names, process: string): Place[] =>
  Array.from({ length: names.streamCount }, (_, index) => ({
    stream: names.logStream(index),
    index,
    durable: process,
    aggregateOf: names.aggregateOf,
  }));

/** The place of whoever sends the commands of timers that are due. */
export const placeOfTimers = (names: Names): Place => ({
  stream: names.timerStream,
  index: 0,
  durable: timerProcess,
  filter: names.allDueTimers,
  aggregateOf: (subject) => subject.split(".").at(-3) ?? "",
});

import {
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { type Names, partitionsOf } from "#contracts/shared/subjects.ts";
import type { Nats } from "./connection.ts";

/** Consumers of one log stream: projections, processes and one reader a gateway; never one an actor or a client. */
const consumersMax = 4_096;

const base = (replicas: number) =>
  ({
    storage: StorageType.File,
    num_replicas: replicas,
    allow_direct: true,
    max_consumers: consumersMax,
  }) satisfies Partial<StreamConfig>;

/** One log stream: its partitions' subjects, nothing ever deleted but by our own archival (purge). */
export function logStream(names: Names, index: number, replicas: number) {
  return {
    ...base(replicas),
    name: names.logStream(index),
    subjects: partitionsOf(index, names.streamCount).map(names.eventsOfPartition),
    retention: RetentionPolicy.Limits,
    allow_atomic: true,
    deny_delete: true,
    // A conflict must be told by the expectation alone, so nothing is remembered about message ids.
    duplicate_window: 0,
  };
}

/** The work queue: a job stays until a pricing node has acknowledged it; a job published twice is one. */
function jobStream(names: Names, replicas: number) {
  return {
    ...base(replicas),
    name: names.jobStream,
    subjects: [names.allJobs],
    retention: RetentionPolicy.Workqueue,
    duplicate_window: 120 * 1_000_000_000,
  };
}

/** The newest snapshot of each aggregate that has one: disposable, and apart from the log so that nothing is deleted there. */
const snapshotStream = (names: Names, replicas: number) => ({
  ...base(replicas),
  name: names.snapshotStream,
  subjects: [names.allSnapshots],
  max_msgs_per_subject: 1,
});

/** Timers: schedules until they are due, then work that stays until it is acknowledged. */
const timerStream = (names: Names, replicas: number) => ({
  ...base(replicas),
  name: names.timerStream,
  subjects: [names.allTimers, names.allDueTimers],
  retention: RetentionPolicy.Workqueue,
  allow_msg_schedules: true,
  allow_msg_ttl: true,
});

/** What processes could not deal with, and for some days what became of it. */
const deadLetterStream = (names: Names, replicas: number) => ({
  ...base(replicas),
  name: names.deadLetterStream,
  subjects: [names.allDeadLetters, names.allSettledLetters],
  max_msgs_per_subject: 1,
  allow_msg_ttl: true,
});

/** Takes the writes of readiness probes: a full disk shows in a write, and in nothing else. */
const probeStream = (names: Names, replicas: number) => ({
  ...base(replicas),
  name: names.probeStream,
  subjects: [names.probe],
  max_msgs_per_subject: 1,
});

const streamNotFound = 10059;

/** The answer, or undefined when it is that there is no such stream. */
export const unlessMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  });

async function ensure(jsm: JetStreamManager, config: Partial<StreamConfig> & { name: string }): Promise<void> {
  const known = await jsm.streams.info(config.name).catch(() => undefined);
  if (!known) await jsm.streams.add(config);
}

/** Makes the streams that are missing. Existing ones are left as they are: their settings are a decision of their own. */
export async function ensureStreams({ jsm }: Nats, names: Names, replicas: number): Promise<void> {
  for (let index = 0; index < names.streamCount; index++) await ensure(jsm, logStream(names, index, replicas));
  await ensure(jsm, jobStream(names, replicas));
  await ensure(jsm, snapshotStream(names, replicas));
  await ensure(jsm, timerStream(names, replicas));
  await ensure(jsm, deadLetterStream(names, replicas));
  await ensure(jsm, probeStream(names, replicas));
}

/** Makes the timers' stream where it is missing: all in it can be made again from the log. */
export const ensureTimerStream = ({ jsm }: Nats, names: Names, replicas: number): Promise<void> =>
  ensure(jsm, timerStream(names, replicas));

/** Writes one message where probes go; throws when it is not acknowledged. */
export async function probeWrite({ js }: Nats, names: Names): Promise<void> {
  await js.publish(names.probe, "probe", { timeout: 1_000 });
}

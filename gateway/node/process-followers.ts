import { jobPublisher } from "#actors/nats/jobs/publish.ts";
import { pause } from "#actors/nats/processes/follow.ts";
import { natsTimers } from "#actors/nats/processes/timers.ts";
import { ensureTimerStream } from "#actors/nats/topology.ts";
import { type Job, managers } from "#actors/processes/all.ts";
import { managerFollower } from "#actors/runtime/processes/manager-follower.ts";
import { orNotNow } from "#actors/runtime/processes/not-now.ts";
import { TimerReconciler } from "#actors/runtime/processes/reconciler.ts";
import { timerFollower } from "#actors/runtime/processes/timer-follower.ts";
import type { Timers } from "#actors/runtime/processes/timers.ts";
import { SpanKind, withSpan } from "#actors/runtime/tracing.ts";
import { targetOf } from "#contracts/pricing/job.ts";
import type { Log } from "../telemetry/log.ts";
import type { RecordProcessCommand } from "../telemetry/metrics.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import { caused } from "./pricing.ts";
import type { Servers } from "./servers.ts";

export interface ProcessParts {
  readonly log: Log;
  readonly record: RecordProcessCommand;
}

/** Counts every outcome, and notes refusals: nobody else hears of them. */
const recorder =
  ({ log, record }: ProcessParts): RecordProcessCommand =>
  (outcome) => {
    record(outcome);
    // A refusal's code has a slash; what else there is, is reported where it is dealt with.
    if (outcome.outcome.includes("/")) log.info(outcome, "a process's command was refused");
  };

/** Puts a job on the queue, in a span of its own below what caused it. */
function putJob({ nats, names }: Servers) {
  const publish = jobPublisher(nats, names);
  return ({ job, lane, hash }: Job, parent: string | undefined) => {
    const ask = () => orNotNow("the job queue does not answer", publish(caused(job), lane, hash));
    const span = "examine" in job ? "ask for a closer look" : "ask for a price";
    return withSpan(span, { aggregate: targetOf(job) }, ask, { parent, kind: SpanKind.PRODUCER });
  };
}

/** Everything that follows a stream and sends commands, and the timers it arms. */
export function openFollowers(servers: Servers, { send }: Actors, parts: ProcessParts) {
  const timers = natsTimers(servers.nats, servers.names);
  const deps = { send, now: Date.now, record: recorder(parts), timers, handOver: putJob(servers) };
  const followers = [...managers.map((manager) => managerFollower(manager, deps)), timerFollower(deps)];
  return { timers, followers };
}

/** Between two looks whether all timers the log wants are there, and after one that failed, ms. */
const reconcileEveryMs = 10 * 60 * 1_000;
const reconcileAgainMs = 10_000;

/** Looks on start and ever so often whether all timers are there, where this node is the one to look. */
export function keepTimers(config: NodeConfig, { nats, names, reader: { page } }: Servers, timers: Timers, log: Log) {
  const { streamCount } = names;
  return async (signal: AbortSignal): Promise<void> => {
    const reconciler = new TimerReconciler({ managers, streamCount, page, timers, now: Date.now });
    const look = async (): Promise<number> => {
      await ensureTimerStream(nats, names, config.BEZEL_LOG_REPLICAS);
      const armed = await reconciler.round(signal);
      if (armed.length > 0) log.warn({ timers: armed.length }, "timers were missing and have been armed again");
      return reconcileEveryMs;
    };
    while (!signal.aborted) {
      const nextMs = await look().catch((err: unknown) => {
        log.warn({ err }, "the timers could not be looked after");
        return reconcileAgainMs;
      });
      await pause(nextMs, signal);
    }
  };
}

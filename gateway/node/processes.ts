import { jobPublisher } from "#actors/nats/job-queue.ts";
import { natsDeadLetters } from "#actors/nats/processes/dead-letters.ts";
import { follow, pause } from "#actors/nats/processes/follow.ts";
import { placeOfTimers, placesInLog } from "#actors/nats/processes/places.ts";
import type { Place } from "#actors/nats/processes/session.ts";
import { natsTimers } from "#actors/nats/processes/timers.ts";
import { ensureTimerStream } from "#actors/nats/topology.ts";
import { type Job, managers } from "#actors/processes/all.ts";
import { type NodeInfo, Ranking } from "#actors/runtime/placement.ts";
import type { Follower } from "#actors/runtime/processes/delivery.ts";
import { letterDesk } from "#actors/runtime/processes/desk.ts";
import { whileLeading } from "#actors/runtime/processes/leading.ts";
import { managerFollower } from "#actors/runtime/processes/manager-follower.ts";
import { orNotNow } from "#actors/runtime/processes/not-now.ts";
import { TimerReconciler } from "#actors/runtime/processes/reconciler.ts";
import { timerFollower } from "#actors/runtime/processes/timer-follower.ts";
import type { Timers } from "#actors/runtime/processes/timers.ts";
import { SpanKind, withSpan } from "#actors/runtime/tracing.ts";
import type { Log } from "../telemetry/log.ts";
import type { RecordProcessCommand } from "../telemetry/metrics.ts";
import type { Actors } from "./actors.ts";
import type { NodeConfig } from "./config.ts";
import type { Servers } from "./servers.ts";
import { caused, type Stop } from "./workers.ts";

/** Between two looks whether all timers the log wants are there, ms. */
const reconcileEveryMs = 10 * 60 * 1_000;
const role = "processes";

export interface ProcessParts {
  readonly log: Log;
  readonly record: RecordProcessCommand;
}

/** The node that ranks first for a piece of work among those that may do it. */
function firstFor(nodes: readonly NodeInfo[], key: string): string | undefined {
  const able = nodes.filter(({ roles, state }) => roles.includes(role) && state === "active");
  return new Ranking(able).first(key)?.id;
}

/** Outcomes that are no refusal. */
const noRefusal = new Set(["accepted", "busy", "log-unavailable", "expired", "no-node", "no-answer"]);

/** Counts every outcome, and notes refusals: nobody else hears of them. */
const recorder =
  ({ log, record }: ProcessParts): RecordProcessCommand =>
  (outcome) => {
    record(outcome);
    if (!noRefusal.has(outcome.outcome)) log.info(outcome, "a process's command was refused");
  };

/** Puts a pricing job on the queue, in a span of its own below what caused it. */
function askForPrice({ nats, names }: Servers) {
  const publish = jobPublisher(nats, names);
  return ({ job, lane, hash }: Job, parent: string | undefined) => {
    const ask = () => orNotNow("the job queue does not answer", publish(caused(job), lane, hash));
    return withSpan("ask for a price", { aggregate: job.orderId }, ask, { parent, kind: SpanKind.PRODUCER });
  };
}

/** Everything that follows a stream and sends commands, and the timers it arms. */
function openFollowers(servers: Servers, { send }: Actors, parts: ProcessParts) {
  const timers = natsTimers(servers.nats, servers.names);
  const deps = { send, now: Date.now, record: recorder(parts), timers, handOver: askForPrice(servers) };
  const inLog: readonly Follower[] = managers.map((manager) => managerFollower(manager, deps));
  return { timers, inLog, ofTimers: timerFollower(deps) };
}

/** Looks on start and ever so often whether all timers are there, where this node is the one to look. */
function keepTimers(config: NodeConfig, { nats, names, reader: { page } }: Servers, timers: Timers, log: Log) {
  const { streamCount } = names;
  return async (signal: AbortSignal): Promise<void> => {
    const reconciler = new TimerReconciler({ managers, streamCount, page, timers, now: Date.now });
    while (!signal.aborted) {
      try {
        await ensureTimerStream(nats, names, config.BEZEL_LOG_REPLICAS);
        const armed = await reconciler.round(signal);
        if (armed.length > 0) log.warn({ timers: armed.length }, "timers were missing and have been armed again");
      } catch (err) {
        log.warn({ err }, "the timers could not be looked after");
      }
      await pause(reconcileEveryMs, signal);
    }
  };
}

/**
 * The processes of this node: process managers and timers at work when it has the role, each on one node at a time,
 * and on every node the desk where people deal with what is parked.
 */
export function openProcesses(config: NodeConfig, servers: Servers, actors: Actors, parts: ProcessParts) {
  const { nats, names } = servers;
  const { log } = parts;
  const letters = natsDeadLetters(nats, names);
  const { timers, inLog, ofTimers } = openFollowers(servers, actors, parts);
  const followers = [...inLog, ofTimers];
  const isMine = (key: string) => firstFor(actors.nodes(), key) === config.BEZEL_NODE_ID;
  const leaving = new AbortController();

  const start = (follower: Follower, place: Place): Stop => {
    const report = (err: unknown, parked: boolean) =>
      log[parked ? "error" : "warn"]({ err, process: follower.name, parked }, "a message could not be dealt with");
    const key = `${follower.name}/${place.index}`;
    return follow(nats, place, follower, { letters, report, isMine: () => isMine(key) });
  };
  const running = (): Stop[] => {
    const inStreams = inLog.flatMap((one) => placesInLog(names, one.name).map((place) => start(one, place)));
    const leading = { isMine: () => isMine("timers/reconcile"), pause, signal: leaving.signal };
    const kept = whileLeading(leading, keepTimers(config, servers, timers, log));
    return [...inStreams, start(ofTimers, placeOfTimers(names)), () => kept];
  };
  const stops = config.BEZEL_ROLES.includes(role) ? running() : [];
  return {
    desk: letterDesk(letters, followers, Date.now),
    parked: () =>
      Promise.all(
        followers.map(async ({ name: process }) => ({ value: await letters.count(process), labels: { process } })),
      ),
    stop: async () => {
      leaving.abort();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
export type Processes = ReturnType<typeof openProcesses>;
